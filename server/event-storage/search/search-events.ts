import type { Waiting } from "../../bounded.ts";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { EventSearch } from "../../vocabulary/condition-schema.ts";
import type { EventPage } from "../../vocabulary/member-event.ts";
import { resolveConditions } from "../conditions/selection.ts";
import { selectEvents } from "../select-events.ts";
import { countPersonalTries } from "./count-personal-tries.ts";
import { findEvents } from "./find-events.ts";
import { readWhileWaited } from "./read-while-waited.ts";
import { recordableConditions } from "./recordable-conditions.ts";

/**
 * Finds events, newest first, one page below the cursor.
 *
 * Exact and complete where an index serves the conditions; where none does, a search that reaches its time limit answers
 * `partial` with the cursor from which it can go on. Records which members were shown before it answers.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @param waiting who waits for the answer: once nobody does, the search ends, and nothing was shown.
 * @throws DomainError "forbidden" when the actor may not search, "bad-input" for a condition that the catalog does not allow,
 *   "too-many" when more personal values were searched for than a person at work does.
 */
export async function searchEvents(
  db: Executor,
  actor: Actor,
  search: EventSearch,
  waiting?: Waiting,
): Promise<Recorded<EventPage>> {
  requirePermission(actor, "event:search");
  const { conditions, cursor, limit } = search;
  const personFound = await countPersonalTries(db, actor, { conditions, act: "event.search" });
  const asOf = await databaseTime(db);
  const { found, events } = await readWhileWaited(db, waiting, async (reader) => {
    const selection = await resolveConditions(reader, conditions);
    // One more than asked for tells whether there is a next page.
    const ids = await findEvents(reader, selection, { cursor, limit: limit + 1 });
    return { found: ids, events: await selectEvents(reader, ids.ids) };
  });
  const page = events.slice(0, limit);
  if (page.length > 0) await personFound();
  const memberIds = [...new Set(page.map((event) => event.memberId))];
  const recorded = await recordableConditions(db, conditions);
  const hasMore = events.length > limit;
  return showRecorded(db, actor, {
    act: "event.search",
    memberIds,
    what: { conditions: recorded },
    answer: {
      events: page,
      nextCursor: hasMore ? (page.at(-1)?.id ?? null) : found.lookedTo,
      partial: found.partial && !hasMore,
      asOf,
    },
    isFound: page.length > 0,
  });
}
