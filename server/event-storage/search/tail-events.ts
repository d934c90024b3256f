import { sql } from "drizzle-orm";
import type { Waiting } from "../../bounded.ts";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { idRows } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import type { Found } from "../../staff/count-look-ups.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { rangeOf } from "../../vocabulary/condition-values.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { ArrivedEvents, EventTail } from "../../vocabulary/explore/event-tail.ts";
import type { MemberEvent } from "../../vocabulary/member-event.ts";
import { resolveConditions } from "../conditions/selection.ts";
import { selectEvents } from "../select-events.ts";
import { countPersonalTries, nobodyIsLookedFor } from "./count-personal-tries.ts";
import { findEvents } from "./find-events.ts";
import { readWhileWaited } from "./read-while-waited.ts";
import { recordableConditions } from "./recordable-conditions.ts";

/** Events that a look shows at most: nobody reads more in two seconds, and what is older is reached by paging. */
const MOST = 100;
/** An event may say that it happened earlier than it was stored; what happened longer ago than this comes with the next search. */
const HAPPENED_MS = 5 * 60_000;
/** A list that was read then may lack what a transaction stored before and committed after. */
const COMMITTED_MS = 10_000;
/** An event is published within seconds of its look; so long its state is read again, and that of so many at most. */
const CHANGES_MS = 60_000;
const MOST_AGAIN = 200;

/** One look of a stream: what came since the one before; null when nothing did. */
export type LookAtTail = (db: Executor, actor: Actor, waiting?: Waiting) => Promise<Recorded<ArrivedEvents> | null>;

type Moment = { asOf: string; snapshot: string };

/**
 * Follows the events that conditions find: each look shows what was committed since the look before, whatever the order of the
 * ids, and anew what it showed within a minute and has changed. The first look shows what was stored up to ten seconds
 * before `since`, so that nothing lies between a list and its tail.
 *
 * Each answer's access record is committed before it is given. Personal values that are searched for count as look-ups once a stream;
 * in vain where no event has them, neither one that comes nor one that was there before.
 *
 * The looks throw as searchEvents does; `db` is a pool whose statements are planned for their values (`plans: "custom"`).
 */
export function tailEvents({ conditions, since }: EventTail): LookAtTail {
  const shown: Shown = new Map();
  let [before, personFound]: [Moment | null, Found | null] = [null, null];
  let isFound = false;
  return async (db, actor, waiting) => {
    requirePermission(actor, "event:search");
    personFound ??= await countPersonalTries(db, actor, { conditions, act: "event.follow" });
    const asksWhetherAny = before === null && personFound !== nobodyIsLookedFor;
    const looked = await readWhileWaited(db, waiting, async (reader) => {
      const look = await lookAgain(reader, { conditions, since, before, shown });
      return { ...look, isAny: look.arrived.length > 0 || (asksWhetherAny && (await isAny(reader, conditions))) };
    });
    const { now, arrived, changed, cursor } = looked;
    if (looked.isAny && !isFound) await personFound();
    isFound ||= looked.isAny;
    before = now;
    // What stands alone does not go on to what was shown before.
    const events = cursor === null ? newestFirst([...arrived, ...changed]) : arrived;
    remember(shown, [...arrived, ...changed], now.asOf);
    if (events.length === 0) return null;
    return showRecorded(db, actor, {
      act: "event.follow",
      memberIds: [...new Set(events.map((event) => event.memberId))],
      what: { conditions: await recordableConditions(db, conditions) },
      answer: { events, nextCursor: cursor, partial: false, asOf: now.asOf, continues: cursor === null },
      isFound: true,
    });
  };
}

type Shown = Map<string, { text: string; storedAt: number }>;
type Look = EventTail & { before: Moment | null; shown: Shown };
/** `cursor` is null where all that came is there, or else where it goes on. */
type Looked = { now: Moment; arrived: MemberEvent[]; changed: MemberEvent[]; cursor: string | null };

async function lookAgain(db: Executor, { conditions, since, before, shown }: Look): Promise<Looked> {
  // Before what is read: what commits meanwhile comes now, and is known the next time.
  const now = await readMoment(db);
  const from = new Date(Date.parse(before?.asOf ?? since) - HAPPENED_MS).toISOString();
  const within: Condition = { field: "occurred", operator: "between", values: [rangeOf(from, "")] };
  const selection = await resolveConditions(db, [...conditions, within]);
  const isNew =
    before === null
      ? sql`e.stored_at >= ${new Date(Date.parse(since) - COMMITTED_MS).toISOString()}::timestamptz`
      : sql`not pg_visible_in_snapshot(e.stored_by, ${before.snapshot}::pg_snapshot)`;
  const wanted = { ...selection, conditions: [...selection.conditions, isNew] };
  const { ids } = await findEvents(db, wanted, { cursor: undefined, limit: MOST + 1 });
  const found = await selectEvents(db, ids);
  const again = await selectEvents(db, idRows([...shown.keys()]));
  const isNews = (event: MemberEvent) => shown.get(event.id)?.text !== JSON.stringify(event);
  return {
    now,
    arrived: found.slice(0, MOST).filter(isNews),
    changed: again.filter(isNews),
    cursor: found.length > MOST ? (found[MOST - 1]?.id ?? null) : null,
  };
}

/** Whether conditions find any event at all. */
async function isAny(db: Executor, conditions: readonly Condition[]): Promise<boolean> {
  const { ids } = await findEvents(db, await resolveConditions(db, conditions), { cursor: undefined, limit: 1 });
  return (await db.execute(ids)).length > 0;
}

/** The database's time, and what is committed by it. */
async function readMoment(db: Executor): Promise<Moment> {
  const [row] = await db.execute<Moment>(sql`
    select ${isoTime(sql`clock_timestamp()`)} "asOf", pg_current_snapshot()::text snapshot`);
  if (!row) throw new Error("select pg_current_snapshot() gave no row");
  return row;
}

/** Each event once. */
function newestFirst(events: readonly MemberEvent[]): MemberEvent[] {
  return [...new Map(events.map((event) => [event.id, event])).values()].sort((one, other) =>
    one.id < other.id ? 1 : -1,
  );
}

/** Notes what is shown now, and forgets what was stored so long ago that its state will hardly change. */
function remember(shown: Shown, events: readonly MemberEvent[], asOf: string): void {
  for (const event of events) {
    shown.set(event.id, { text: JSON.stringify(event), storedAt: Date.parse(event.storedAt) });
  }
  const oldest = Date.parse(asOf) - CHANGES_MS;
  for (const [id, { storedAt }] of shown) {
    if (storedAt < oldest || shown.size > MOST_AGAIN) shown.delete(id);
  }
}
