import { sql } from "drizzle-orm";
import { connect, type Db } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor, Outsider } from "../../staff/actor.ts";
import { actOutsideRecorded } from "../../staff/recorded.ts";
import { reasonsAgainstOrder } from "./check-order.ts";
import { compareSamples, selectParityDays } from "./check-parity.ts";
import { type ImportReport, MAX_LISTED, type ParityDay, type ParitySample, type RefusedRow } from "./import-report.ts";
import { mapOrRefuse } from "./mapping/map-or-refuse.ts";
import { type MappedEvent, rowMapper } from "./mapping/map-row.ts";
import type { Mapping } from "./mapping/mapping.ts";
import { refuseUnclearOrder, rowOrder } from "./mapping/row-order.ts";
import { rowReader } from "./mapping/row-reader.ts";
import { rowsWithin } from "./mapping/rows-within.ts";
import type { SourceRow } from "./mapping/source-row.ts";
import { untakenNames } from "./mapping/untaken-names.ts";
import { refusalKinds } from "./refusal-kinds.ts";
import { selectPersonalNames } from "./select-personal-names.ts";
import { makeRowTable, storeBatch } from "./store-batch.ts";

/** Rows of one commit: a kill costs at most this much work, and a larger one is hardly faster. */
const BATCH_ROWS = 1000;
const SAMPLES = 20;
/** SQLSTATE of a lock that was not free in time. */
const LOCK_NOT_AVAILABLE = "55P03";
/** Between two lines of progress. */
const PROGRESS_MS = 2000;

/** What an import is given; `onProgress` takes a line now and then, `onRefused` every refused row as it is met. */
export type ImportOrder = {
  /** A connection as the owner: nobody else may store what is never published. */
  url: string;
  /** Whose import it is, for its access record. */
  by: Actor | Outsider;
  mapping: Mapping;
  rows: AsyncIterable<SourceRow>;
  onProgress: (line: string) => void;
  /** `isFirst` when no row was refused for this reason before. */
  onRefused: (row: RefusedRow, kind: { isFirst: boolean }) => void;
};

/**
 * Takes the rows of a former record table over as events that are never published, and checks what is stored against them.
 *
 * Repeatable: a row's source id is stored once, so a second run stores nothing, and a run that was killed is continued by
 * starting it again. That it is done is recorded before the first row is stored. A bad row is reported and the others go on. Partitions of the past are made as rows need them.
 *
 * @throws DomainError "conflict" when another import of this source runs; whatever the reading of the rows throws.
 */
export async function importRecords(order: ImportOrder): Promise<ImportReport> {
  const { source } = order.mapping;
  const db = connect({ url: order.url, name: "records import", max: 1, plans: "generic" });
  try {
    await prepareSession(db, source);
    const access = { act: "records.import", memberIds: [], what: { source } };
    return await actOutsideRecorded(db, order.by, { ...access, work: () => storeAndCompare(db, order) });
  } finally {
    await db.$client.end({ timeout: 5 });
  }
}

async function storeAndCompare(db: Db, order: ImportOrder): Promise<ImportReport> {
  const { source } = order.mapping;
  const run = await storeRows(db, order);
  const zone = order.mapping.time.zone ?? "UTC";
  order.onProgress(`${run.rows.read.toLocaleString("en")} rows read; comparing them with their events ...`);
  // What stands in a temporary table has no statistics of its own accord.
  await db.execute(sql`analyze import_row`);
  const days = await selectParityDays(db, source, zone);
  const samples = await compareSamples(db, source, run.samples);
  const reasons = [
    ...reasonsAgainst(run.rows, days, samples),
    ...(await reasonsAgainstOrder(db, order.mapping)),
    ...reasonsOfHalves(run.halfTaken),
  ];
  const { samples: _, ...counted } = run;
  const rowsPerSecond = Math.round(run.rows.read / Math.max(run.seconds, 0.001));
  return { source, verdict: reasons.length === 0, reasons, ...counted, zone, days, samples, rowsPerSecond };
}

/** A run that was killed may still be storing its last batch on the server. */
const LOCK_WAIT = sql`'5s'`;

/** The lock ends with the session, as the table does that remembers which rows this run has read. */
async function prepareSession(db: Db, source: string): Promise<void> {
  await db.execute(sql`set lock_timeout = ${LOCK_WAIT}`);
  try {
    await db.execute(sql`select pg_advisory_lock(hashtext('memberscope records import'), hashtext(${source}))`);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (!(cause instanceof Error) || Reflect.get(cause, "code") !== LOCK_NOT_AVAILABLE) throw error;
    throw new DomainError("conflict", `Another import of the source "${source}" is running. Wait until it has ended.`);
  }
  await db.execute(sql`set lock_timeout = 0`);
  await makeRowTable(db);
}

/** A row that holds several events and gives one would be lost in silence. */
function reasonsOfHalves(halfTaken: Record<string, number>): string[] {
  return Object.entries(halfTaken).map(([list, rows]) => {
    const held = `${rows.toLocaleString("en")} ${rows === 1 ? "row holds" : "rows hold"} more than one element at ${list}, of which the mapping takes one`;
    return `${held}: write "each": "${list}" for an event of each, or "single": ["${list}"] if one is meant.`;
  });
}

type Counts = ImportReport["rows"];
type Run = Pick<
  ImportReport,
  | "rows"
  | "skippedBecause"
  | "refusedIn"
  | "refused"
  | "refusedFor"
  | "neverFound"
  | "untaken"
  | "halfTaken"
  | "noChanges"
  | "finerTimes"
  | "seconds"
> & {
  samples: MappedEvent[];
};

async function storeRows(db: Db, { mapping, rows, onProgress, onRefused }: ImportOrder): Promise<Run> {
  const began = performance.now();
  const counts: Counts = { read: 0, stored: 0, alreadyThere: 0, duplicates: 0, skipped: 0, refused: 0 };
  const skippedBecause: Record<string, number> = {};
  const refusedIn: Record<string, number> = {};
  const refused: RefusedRow[] = [];
  const kinds = refusalKinds();
  const samples: MappedEvent[] = [];
  const quarters = new Set<string>();
  const reader = rowReader(mapping);
  const noChanges: Record<string, number> = {};
  const map = rowMapper(mapping, await selectPersonalNames(db), reader, (name) => {
    noChanges[name] = (noChanges[name] ?? 0) + 1;
  });
  const ordered = rowOrder(mapping.order);
  const untaken = untakenNames(reader.paths);
  const batch: MappedEvent[] = [];
  let [isFirstBatch, finerTimes] = [true, 0];
  let storing = Promise.resolve();
  let progressAt = began + PROGRESS_MS;

  const refuse = (row: RefusedRow) => {
    counts.refused += 1;
    refusedIn[row.field] = (refusedIn[row.field] ?? 0) + 1;
    if (refused.length < MAX_LISTED) refused.push(row);
    onRefused(row, kinds.add(row));
  };
  const store = async (events: readonly MappedEvent[]) => {
    const outcome = await storeBatch(db, {
      source: mapping.source,
      events,
      quarters,
      explained: MAX_LISTED - counts.refused,
    });
    counts.stored += outcome.stored;
    counts.alreadyThere += outcome.alreadyThere;
    counts.duplicates += outcome.duplicates;
    for (const row of outcome.refused) refuse(row);
    for (const event of outcome.accepted) sample(samples, event);
    if (performance.now() < progressAt) return;
    progressAt = performance.now() + PROGRESS_MS;
    onProgress(progressOf(counts, (performance.now() - began) / 1000));
  };
  const send = async () => {
    const events = batch.splice(0, BATCH_ROWS);
    if (isFirstBatch) refuseUnclearOrder(mapping.order, events);
    isFirstBatch = false;
    // The next rows are read and mapped while PostgreSQL stores these.
    await storing;
    storing = store(events);
    // Awaited before the next one or at the end; until then a failure must not count as unhandled.
    storing.catch(() => undefined);
  };
  for await (const one of rows) {
    if ("row" in one) untaken.look(one.row);
    for (const [part, row] of rowsWithin(one, mapping.each).entries()) {
      counts.read += 1;
      const mapped = mapOrRefuse(map, row, part);
      if ("reason" in mapped) refuse(mapped);
      else if ("skip" in mapped) {
        counts.skipped += 1;
        skippedBecause[mapped.skip] = (skippedBecause[mapped.skip] ?? 0) + 1;
      } else {
        if (/\.\d{3}0*[1-9]\d*Z$/.test(mapped.occurredAt)) finerTimes += 1;
        for (const event of ordered.add(mapped)) batch.push(event);
      }
      while (batch.length >= BATCH_ROWS) await send();
    }
  }
  for (const event of ordered.rest()) batch.push(event);
  while (batch.length > 0) await send();
  await storing;
  refused.sort((a, b) => a.line - b.line);
  const seconds = (performance.now() - began) / 1000;
  const halfTaken = Object.fromEntries([...reader.halfTaken()].filter(([list]) => !mapping.single.includes(list)));
  const told = {
    neverFound: reader.neverFound(),
    untaken: untaken.list(),
    halfTaken,
    noChanges,
    finerTimes,
    refusedFor: kinds.list(),
  };
  return { rows: counts, skippedBecause, refusedIn, refused, ...told, samples, seconds };
}

/** Keeps the events with the smallest fingerprints: a fair choice, and the same one in every run. */
function sample(samples: MappedEvent[], event: MappedEvent): void {
  const last = samples.at(-1);
  if (samples.length >= SAMPLES && last && last.fingerprint <= event.fingerprint) return;
  samples.push(event);
  samples.sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  samples.splice(SAMPLES);
}

function progressOf({ read, stored, alreadyThere, refused }: Counts, seconds: number): string {
  const speed = Math.round(read / seconds).toLocaleString("en");
  const texts = [read, stored, alreadyThere, refused].map((count) => count.toLocaleString("en"));
  return `${texts[0]} rows read, ${texts[1]} stored, ${texts[2]} there already, ${texts[3]} refused (${speed} rows a second)`;
}

function reasonsAgainst(rows: Counts, days: readonly ParityDay[], samples: readonly ParitySample[]): string[] {
  const accounted = rows.stored + rows.alreadyThere + rows.duplicates + rows.skipped + rows.refused;
  const unequal = days.filter(({ equal }) => !equal);
  const differing = samples.filter(({ equal }) => !equal);
  return [
    ...(rows.read === 0 ? ["There was no row to read."] : []),
    ...(rows.refused > 0 ? [`${rows.refused} of ${rows.read} rows became no event.`] : []),
    ...(accounted === rows.read ? [] : [`${rows.read} rows were read and ${accounted} are accounted for.`]),
    ...(unequal.length > 0
      ? [`${unequal.length} of ${days.length} days differ, the first is ${unequal[0]?.day}.`]
      : []),
    ...(differing.length > 0
      ? [`${differing.length} of ${samples.length} sampled rows differ from their events.`]
      : []),
  ];
}
