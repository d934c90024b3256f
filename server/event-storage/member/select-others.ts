import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import type { MemberEvent } from "../../vocabulary/member-event.ts";
import { selectEvents } from "../select-events.ts";

/** So many effects in other members' histories are named for a page. */
const EFFECTS = 100;

/**
 * The events that a page of a timeline points to and does not show: what caused its events, whoever's it is, and what they
 * caused in the histories of other members, at most 100, whatever their story. Effects never stand before their cause.
 */
export async function selectOthers(db: Executor, page: readonly MemberEvent[]): Promise<MemberEvent[]> {
  const shown = new Set(page.map(({ id }) => id));
  const causes = page.flatMap(({ causationId }) =>
    causationId !== null && !shown.has(causationId) ? [causationId] : [],
  );
  const oldest = page.at(-1);
  if (oldest === undefined) return [];
  const members = [...new Set(page.map(({ memberId }) => memberId))];
  return selectEvents(
    db,
    sql`select c.id from unnest(${uuids(causes)}) c(id)
        union
        (select e.id from event.member_event e where e.causation_id = any(${uuids([...shown])}) and not e.member_id = any(${textArray(members)}) and e.id > ${oldest.id}::uuid
          order by e.id desc limit ${EFFECTS})`,
  );
}

function uuids(ids: readonly string[]): SQL {
  return sql`${textArray([...new Set(ids)])}::uuid[]`;
}
