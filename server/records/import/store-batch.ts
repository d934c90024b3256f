import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { jsonb } from "../../sql-values.ts";
import { explainConflicts } from "./explain-conflicts.ts";
import type { RefusedRow } from "./import-report.ts";
import type { MappedEvent } from "./mapping/map-row.ts";

/** What became of a batch; `accepted` are those that stand in the event storage now, each source id once. */
type BatchOutcome = {
  stored: number;
  alreadyThere: number;
  duplicates: number;
  refused: RefusedRow[];
  accepted: MappedEvent[];
};

type Batch = { source: string; events: readonly MappedEvent[]; quarters: Set<string>; explained: number };

type StoredRow = {
  n: number;
  is_new: boolean | null;
  is_first: boolean;
  field: string | null;
  rule: string | null;
  way_out: string | null;
};

/** Makes the table of this connection that remembers which rows were read; it ends with the connection or the transaction. */
export async function makeRowTable(db: Executor): Promise<void> {
  await db.execute(sql`
    create temporary table import_row (
      source_event_id text primary key, line bigint not null, part int not null, occurred_at timestamptz not null, fingerprint text not null)`);
}

/**
 * Stores one batch and commits it, remembering in import_row what was accepted.
 *
 * @param quarters the quarters whose partitions are known to be there; added to.
 * @param explained refused rows of which at most to tell in what they differ from the event that has their id.
 */
export async function storeBatch(db: Executor, { source, events, quarters, explained }: Batch): Promise<BatchOutcome> {
  await addPartitions(db, events, quarters);
  const rows = events.map(({ occurredAtMs: _, ...event }, n) => ({ n, ...event }));
  const stored = await db.execute<StoredRow>(sql`
    with batch as materialized (select ${jsonb(rows)} as rows),
    given as materialized (
      select r.* from batch cross join jsonb_to_recordset(batch.rows)
        r(n int, "sourceEventId" text, line bigint, part int, "occurredAt" timestamptz, fingerprint text)),
    imported as materialized (select i.* from batch, event.import_events(${source}, batch.rows) i),
    kept as (
      insert into import_row (source_event_id, line, part, occurred_at, fingerprint)
      select r."sourceEventId", r.line, r.part, r."occurredAt", r.fingerprint
        from given r join imported i on i.n = r.n
       where i.event_id is not null order by r.n
      on conflict do nothing returning source_event_id, line, part)
    select i.n, i.is_new, i.field, i.rule, i.way_out, k.line is not null as is_first
      from imported i
      join given r on r.n = i.n
      left join kept k on k.source_event_id = r."sourceEventId" and k.line = r.line and k.part = r.part
     order by i.n`);
  const outcome = readOutcome(stored, events);
  // A line may hold several events.
  const keyOf = (row: { line: number; sourceEventId: string | null }) => `${row.line} ${row.sourceEventId}`;
  const byKey = new Map(events.map((event) => [keyOf(event), event]));
  const conflicts = outcome.refused.filter(({ field }) => field === "sourceEventId").slice(0, Math.max(explained, 0));
  const told = await explainConflicts(
    db,
    source,
    conflicts,
    conflicts.flatMap((row) => byKey.get(keyOf(row)) ?? []),
  );
  const toldByKey = new Map(told.map((row) => [keyOf(row), row]));
  return { ...outcome, refused: outcome.refused.map((row) => toldByKey.get(keyOf(row)) ?? row) };
}

function readOutcome(stored: readonly StoredRow[], events: readonly MappedEvent[]): BatchOutcome {
  const outcome: BatchOutcome = { stored: 0, alreadyThere: 0, duplicates: 0, refused: [], accepted: [] };
  for (const { n, is_new, is_first, field, rule, way_out } of stored) {
    const event = events[n];
    if (!event) continue;
    if (is_new === null) {
      const reason = [rule, way_out].filter(Boolean).join(". ");
      outcome.refused.push({ line: event.line, sourceEventId: event.sourceEventId, field: field ?? "row", reason });
      continue;
    }
    if (!is_first) {
      outcome.duplicates += 1;
      continue;
    }
    if (is_new) outcome.stored += 1;
    else outcome.alreadyThere += 1;
    outcome.accepted.push(event);
  }
  return outcome;
}

async function addPartitions(db: Executor, events: readonly MappedEvent[], quarters: Set<string>): Promise<void> {
  // What lies in the future is refused by the event storage and needs no partition.
  const now = Date.now();
  for (const { occurredAtMs } of events) {
    if (occurredAtMs > now) continue;
    const day = new Date(occurredAtMs);
    const quarter = `${day.getUTCFullYear()}-${String(Math.floor(day.getUTCMonth() / 3) * 3 + 1).padStart(2, "0")}-01`;
    if (quarters.has(quarter)) continue;
    await db.execute(sql`call event.add_quarters(${quarter}::date, ${quarter}::date)`);
    quarters.add(quarter);
  }
}
