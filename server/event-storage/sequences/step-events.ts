import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import { NO_MEMBER } from "../../vocabulary/member-event.ts";
import type { SequenceKey } from "../../vocabulary/sequence/sequence.ts";
import { allOf, type Selection } from "../conditions/selection.ts";

/** A span of time in milliseconds since 1970, `newer` not included. */
export type Span = { older: number; newer: number };

/** An event that a step's conditions find, and whose it is. */
export type FoundEvent = { id: string; key: string; member: string };

/** More keys than this are not asked for by themselves: all events of the step are read and most of them put aside. */
const MOST_KEYS_ASKED = 20_000;

/** Where nobody's account was recognised the events are of nobody, not of one member. */
const isOfSomebody: Record<SequenceKey, SQL> = {
  member: sql`e.member_id <> ${NO_MEMBER}`,
  device: sql`e.device_id is not null`,
  ip: sql`e.ip is not null`,
};

const columns: Record<SequenceKey, SQL> = {
  member: sql`e.member_id`,
  device: sql`e.device_id`,
  ip: sql`e.ip`,
};

type Asked = { by: SequenceKey; selection: Selection; span: Span; most: number };

/** About how many events a step has in a span: exact up to `most`, which stands for any number above it. */
export async function weighStep(db: Executor, { selection, span, most }: Omit<Asked, "by">): Promise<number> {
  const [row] = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select from event.member_event e where ${within(span)} and ${allOf(meaningOf(selection))} limit ${most}) f`);
  return row?.n ?? 0;
}

/**
 * The events of a step in a span, in no order, of all members (devices, addresses) or of the given ones.
 *
 * @returns up to one more than `most`: then there are too many.
 */
export async function readStepEvents(
  db: Executor,
  { by, selection, span, most }: Asked,
  keys: ReadonlySet<string> | null,
): Promise<FoundEvent[]> {
  const column = columns[by];
  const all = sql`${isOfSomebody[by]} and ${within(span)} and ${allOf(meaningOf(selection))}`;
  const chosen = sql`e.id::text as id, ${column} as key, e.member_id as member`;
  const limit = sql`limit ${most + 1}`;
  const isByKey = keys !== null && keys.size <= MOST_KEYS_ASKED;
  const rows = isByKey
    ? await db.execute<FoundEvent>(sql`
        select k.* from unnest(${textArray([...keys])}) v(value) cross join lateral (
          select ${chosen} from event.member_event e where ${column} = v.value and ${all} offset 0) k ${limit}`)
    : await db.execute<FoundEvent>(sql`select ${chosen} from event.member_event e where ${all} ${limit}`);
  return [...rows];
}

function meaningOf({ attributes, conditions }: Selection): readonly SQL[] {
  return [...attributes, ...conditions];
}

function within({ older, newer }: Span): SQL {
  return sql`e.id >= ${idFloor(older)}::uuid and e.id < ${idFloor(newer)}::uuid`;
}

/** The least id of a moment in milliseconds, as event.id_floor makes it. */
export function idFloor(at: number): string {
  const hex = Math.max(0, Math.floor(at)).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** The moment of an id, in milliseconds. */
export function idTime(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
}
