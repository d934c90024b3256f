import { sql } from "drizzle-orm";
import type { Db } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { resolveConditions } from "../../event-storage/conditions/selection.ts";
import { findEvents } from "../../event-storage/search/find-events.ts";
import { selectEvents } from "../../event-storage/select-events.ts";
import { idRows } from "../../sql-values.ts";
import { MOST_DISCLOSED } from "../../vocabulary/choices/disclosure-choices.ts";
import { rangeOf } from "../../vocabulary/condition-values.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { Change, MemberEvent } from "../../vocabulary/member-event.ts";
import { eventIdTime } from "../../vocabulary/time/event-id-time.ts";

/** An event with its clear values, where they are disclosed and there are any. */
export type DisclosedEvent = MemberEvent & { clear: Record<string, Change> };

/**
 * What a disclosure holds: the clear profile by field, empty where it stays masked, and how many events. `pages` reads them
 * anew each time it is called, oldest first, a page at a time.
 */
export type Disclosed = {
  profile: Record<string, string>;
  count: number;
  pages: () => AsyncGenerator<DisclosedEvent[], void>;
};

type Extent = { fileId: string; memberId: string; from: string; to: string };

const PAGE = 1000;

/**
 * Finds what a disclosure holds. Which events they are is settled here; events do not change.
 *
 * @param extent from `from` on, to before `to`, both ISO 8601.
 * @throws DomainError "too-many" when the period has more events than one disclosure holds.
 */
export async function findDisclosed(db: Db, extent: Extent): Promise<Disclosed> {
  const ids = await findIds(db, extent);
  const { profile, clear } = await readClear(db, extent.fileId);
  return {
    profile,
    count: ids.length,
    pages: async function* () {
      for (let start = 0; start < ids.length; start += PAGE) {
        const events = await selectEvents(db, idRows(ids.slice(start, start + PAGE)));
        yield events.reverse().map((event) => ({ ...event, clear: clear.get(event.id) ?? {} }));
      }
    },
  };
}

/** Oldest first. */
async function findIds(db: Db, { memberId, from, to }: Extent): Promise<string[]> {
  const member: Condition = { field: "member", operator: "any", values: [memberId] };
  const period: Condition = { field: "occurred", operator: "between", values: [rangeOf(from, to)] };
  const [begins, ends] = [Date.parse(from), Date.parse(to)];
  const found: string[] = [];
  for (let cursor: string | undefined; ; cursor = found.at(-1)) {
    const rows = await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`);
      const { ids } = await findEvents(tx, await resolveConditions(tx, [member, period]), { cursor, limit: PAGE });
      return tx.execute<{ id: string }>(sql`select k.id from (${ids}) k order by k.id desc`);
    });
    found.push(...rows.map(({ id }) => id));
    if (found.length > MOST_DISCLOSED)
      throw new DomainError("too-many", `The period has more than ${MOST_DISCLOSED} events.`);
    if (rows.length < PAGE) break;
  }
  const isWithin = (id: string) => {
    const at = Date.parse(eventIdTime(id));
    return at >= begins && at < ends;
  };
  return found.filter(isWithin).reverse();
}

async function readClear(db: Db, fileId: string) {
  const values = await db.execute<{ event_id: string | null; name: string; side: "f" | "t"; value: string }>(sql`
    select v.event_id, v.name, v.side, v.value from event.disclosed_values(${fileId}::uuid) v`);
  const clear = new Map<string, Record<string, Change>>();
  const profile: Record<string, string> = {};
  for (const { event_id: eventId, name, side, value } of values) {
    if (eventId === null) profile[name] = value;
    else {
      const ofEvent = clear.get(eventId) ?? {};
      clear.set(eventId, { ...ofEvent, [name]: { ...ofEvent[name], [side === "f" ? "from" : "to"]: value } });
    }
  }
  return { profile, clear };
}
