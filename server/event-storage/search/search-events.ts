import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { recordAccess } from "../../staff/record-access.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { EventFilter, EventSearch } from "../../vocabulary/event-filter.ts";
import type { EventPage } from "../../vocabulary/member-event.ts";
import { selectEvents } from "../select-events.ts";
import { allOf, allowedActions, attributeCondition, timeConditions } from "./filter-conditions.ts";
import { recordableFilter } from "./recordable-filter.ts";
import { searchAttributes } from "./search-attributes.ts";

/**
 * Finds events, newest first, one page below the cursor.
 *
 * Exact and complete for every filter here; only a search by attribute value over a long time may answer `partial`, and
 * says so. Records which members were shown before it answers.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @throws DomainError "forbidden" when the actor may not search.
 */
export async function searchEvents(db: Executor, actor: Actor, search: EventSearch): Promise<EventPage> {
  requirePermission(actor, "event:search");
  const { filter, cursor, limit } = search;
  const asOf = await databaseTime(db);
  const actions = await allowedActions(db, filter);
  // One more than asked for tells whether there is a next page.
  const found =
    actions?.length === 0
      ? { ids: none, partial: false }
      : await findIds(db, { filter, cursor, limit: limit + 1, actions });
  const events = await selectEvents(db, found.ids);
  const page = events.slice(0, limit);
  const memberIds = [...new Set(page.map((event) => event.memberId))];
  const recorded = await recordableFilter(db, filter);
  const viewKey = createHash("sha256")
    .update(JSON.stringify([recorded, cursor, memberIds]))
    .digest("base64url");
  const what = { filter: recorded };
  await recordAccess(db, actor, { act: "event.search", memberIds, what, result: "shown", viewKey });
  return {
    events: page,
    nextCursor: events.length > limit ? (page.at(-1)?.id ?? null) : null,
    partial: found.partial,
    asOf,
  };
}

const none = sql`select null::uuid id where false`;

type Wanted = { filter: EventFilter; cursor: string | undefined; limit: number; actions: number[] | undefined };

async function findIds(db: Executor, wanted: Wanted): Promise<{ ids: SQL; partial: boolean }> {
  const { filter, cursor, limit, actions } = wanted;
  const conditions = [...timeConditions(filter, cursor), ...equalities(filter)];
  if (filter.changed) conditions.push(sql`e.attributes ?| ${textArray(filter.changed)}`);
  const attributes = (filter.attributes ?? []).map(attributeCondition);
  const ofActions = actions ? [sql`e.action_id = any(${`{${actions.join(",")}}`}::smallint[])`] : [];

  if (filter.unpublished) {
    return { ids: waitingIds([...conditions, ...ofActions, ...attributes], filter.members, limit), partial: false };
  }
  if (filter.members) {
    const column = sql`e.member_id`;
    return {
      ids: idsOfEach(
        sql`unnest(${textArray(filter.members)})`,
        column,
        [...conditions, ...ofActions, ...attributes],
        limit,
      ),
      partial: false,
    };
  }
  if (attributes.length > 0 && !filter.device && !filter.ip && !filter.correlation) {
    return searchAttributes(db, {
      filter,
      cursor,
      limit,
      conditions: [...equalities(filter), ...ofActions],
      attributes,
    });
  }
  if (actions && !filter.device && !filter.ip && !filter.correlation) {
    return {
      ids: idsOfEach(sql`unnest(${`{${actions.join(",")}}`}::smallint[])`, sql`e.action_id`, conditions, limit),
      partial: false,
    };
  }
  const all = allOf([...conditions, ...ofActions, ...attributes]);
  return {
    ids: sql`select e.id from event.member_event e where ${all} order by e.id desc limit ${limit}`,
    partial: false,
  };
}

function equalities(filter: EventFilter): SQL[] {
  return [
    ...(filter.device ? [sql`e.device_id = ${filter.device}`] : []),
    ...(filter.ip ? [sql`e.ip = ${filter.ip}`] : []),
    ...(filter.correlation ? [sql`e.correlation_id = ${filter.correlation}::uuid`] : []),
  ];
}

/** One ordered index read a value, merged: `= any(..) order by .. limit` would sort everything that matches (measured: 30 times slower). */
function idsOfEach(values: SQL, column: SQL, conditions: readonly SQL[], limit: number): SQL {
  return sql`select k.id from ${values} v(value) cross join lateral (
      select e.id from event.member_event e where ${column} = v.value and ${allOf(conditions)} order by e.id desc limit ${limit}) k
    order by k.id desc limit ${limit}`;
}

/** Events that still wait in a layer: driven by `pending`, which is small. */
function waitingIds(conditions: readonly SQL[], members: string[] | undefined, limit: number): SQL {
  const ofMembers = members ? [sql`e.member_id = any(${textArray(members)})`] : [];
  return sql`select e.id from (select distinct p.event_id from event.pending p) w join event.member_event e on e.id = w.event_id
    where ${allOf([...conditions, ...ofMembers])} order by e.id desc limit ${limit}`;
}
