import { sql } from "drizzle-orm";
import type { Db, Executor } from "../../db.ts";
import { jsonb } from "../../sql-values.ts";
import type { Change, JsonValue } from "../../vocabulary/member-event.ts";
import type { ParityDay, ParitySample, SampledEvent } from "./import-report.ts";
import type { MappedEvent } from "./mapping/map-row.ts";
import { timeZoneSetting } from "./time/zone-offset.ts";

/**
 * Counts and checksums of each day: of the rows as their fingerprints were made when they were read (table import_row), and
 * of the stored events they point to, read back from the tables.
 *
 * @param zone in which days are counted.
 */
export function selectParityDays(db: Db, source: string, zone: string): Promise<ParityDay[]> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('TimeZone', ${timeZoneSetting(zone)}, true)`);
    return selectDays(tx, source);
  });
}

/** Days begin where the transaction's time zone says. */
async function selectDays(db: Executor, source: string): Promise<ParityDay[]> {
  const checksum = (fingerprint: string) =>
    sql.raw(`to_hex(mod(sum(('x' || left(${fingerprint}, 15))::bit(60)::bigint), 1152921504606846976)::bigint)`);
  const rows = await db.execute<Omit<ParityDay, "equal">>(sql`
    with stored as materialized (
      select e.id, uuid_extract_timestamp(e.id) as at,
             md5(concat_ws(chr(31), s.source_event_id, e.member_id, a.name, floor(extract(epoch from uuid_extract_timestamp(e.id)) * 1000)::bigint::text,
               (select coalesce(string_agg(c.key || '.' || v.key || '=' || case when d.is_personal and v.value <> 'null' then 'personal' else v.value::text end, chr(31)
                          order by c.key || '.' || v.key || '=' collate "C"), '')
                  from jsonb_each(e.attributes) c cross join jsonb_each(c.value) v
                 cross join lateral (select coalesce(ver.schema -> 'properties' -> c.key ? 'personal', false) as is_personal) d),
               (select coalesce(string_agg(c.key || '=' || c.value::text, chr(31) order by c.key || '=' collate "C"), '') from jsonb_each(e.context) c))) as fingerprint
        from import_row r
        join event.source_event s on s.source = ${source} and s.source_event_id = r.source_event_id
        join event.member_event e on e.id = s.event_id
        join event.action a on a.id = e.action_id
        join event.action_version ver on ver.action_id = e.action_id and ver.version = e.version),
    old as (
      select r.occurred_at::date as day, count(*)::int as n, ${checksum("r.fingerprint")} as checksum from import_row r group by 1),
    new as (
      select n.at::date as day, count(*)::int as n, ${checksum("n.fingerprint")} as checksum from stored n group by 1)
    select coalesce(old.day, new.day)::text as day, coalesce(old.n, 0) as rows, coalesce(new.n, 0) as events,
           coalesce(old.checksum, '') as "rowChecksum", coalesce(new.checksum, '') as "eventChecksum"
      from old full join new on new.day = old.day order by 1`);
  return rows.map((row) => ({ ...row, equal: row.rows === row.events && row.rowChecksum === row.eventChecksum }));
}

type StoredSample = SampledEvent & { eventId: string; personal: Record<string, string> };
type Normalized = Record<string, { clear: string | null; mask: string | null }>;

/** Compares sampled rows with their stored events field by field, personal values in the clear. */
export async function compareSamples(
  db: Executor,
  source: string,
  samples: readonly MappedEvent[],
): Promise<ParitySample[]> {
  const compared: ParitySample[] = [];
  for (const row of samples) {
    const [stored] = await db.execute<StoredSample>(sql`
      select e.id as "eventId", e.member_id as "memberId", a.name as action, e.attributes, e.context,
             to_char(uuid_extract_timestamp(e.id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt",
             (select coalesce(jsonb_object_agg(p.name || '.' || p.side, p.value), '{}') from event.personal_value p where p.member_id = e.member_id and p.event_id = e.id) as personal
        from event.source_event s join event.member_event e on e.id = s.event_id join event.action a on a.id = e.action_id
       where s.source = ${source} and s.source_event_id = ${row.sourceEventId}`);
    compared.push(compareSample(row, stored, await normalizePersonal(db, row)));
  }
  return compared;
}

/** The comparable form and the mask of each personal value of a row, by name and first letter of the side. */
async function normalizePersonal(db: Executor, row: MappedEvent): Promise<Normalized> {
  const rows = await db.execute<{ key: string; clear: string | null; mask: string | null }>(sql`
    select c.key || '.' || left(v.key, 1) as key, n.clear, event.mask(d.kind, n.clear) as mask
      from event.action a join event.action_version ver on ver.action_id = a.id and ver.version = coalesce(${row.version ?? null}::smallint, a.current_version)
     cross join jsonb_each(${jsonb(row.attributes)}) c cross join jsonb_each(c.value) v
     cross join lateral (select ver.schema -> 'properties' -> c.key ->> 'personal' as kind) d
     cross join lateral (select event.normalize_personal(d.kind, v.value #>> '{}') as clear) n
     where a.name = ${row.action} and d.kind is not null and v.value <> 'null'`);
  return Object.fromEntries(rows.map(({ key, clear, mask }) => [key, { clear, mask }]));
}

function compareSample(row: MappedEvent, stored: StoredSample | undefined, normalized: Normalized): ParitySample {
  const expected: SampledEvent = {
    memberId: row.memberId,
    action: row.action,
    occurredAt: `${row.occurredAt.slice(0, 23)}Z`,
    attributes: maskedAttributes(row.attributes, normalized),
    context: row.context,
  };
  const place = { line: row.line, sourceEventId: row.sourceEventId, row: expected };
  if (!stored) return { ...place, eventId: null, equal: false, differences: ["event"], event: null };
  const { eventId, personal, ...event } = stored;
  const differences = (["memberId", "action", "occurredAt", "attributes", "context"] as const).filter(
    (field) => !isSame(expected[field], event[field]),
  );
  const clears = Object.fromEntries(Object.entries(normalized).map(([key, { clear }]) => [key, clear]));
  const all = isSame(clears, personal) ? differences : [...differences, "personal values"];
  return { ...place, eventId, equal: all.length === 0, differences: all, event };
}

function maskedAttributes(attributes: Record<string, Change>, normalized: Normalized): Record<string, Change> {
  const side = (name: string, key: "from" | "to", value: JsonValue | undefined): Change => {
    if (value === undefined) return {};
    return { [key]: normalized[`${name}.${key[0]}`]?.mask ?? value };
  };
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { from, to }]) => [
      name,
      { ...side(name, "from", from), ...side(name, "to", to) },
    ]),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  const [entries, others] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    entries.length === others.size && entries.every(([key, value]) => others.has(key) && isSame(value, others.get(key)))
  );
}
