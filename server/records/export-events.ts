import type { Executor } from "../db.ts";
import { resolveConditions } from "../event-storage/conditions/selection.ts";
import { countPersonalTries } from "../event-storage/search/count-personal-tries.ts";
import { findEvents } from "../event-storage/search/find-events.ts";
import { recordableConditions } from "../event-storage/search/recordable-conditions.ts";
import { selectEvents } from "../event-storage/select-events.ts";
import type { Actor } from "../staff/actor.ts";
import type { Recorded } from "../staff/recorded.ts";
import { EVENT_EXPORT_ROWS } from "../vocabulary/choices/event-export-choices.ts";
import type { MemberEvent } from "../vocabulary/member-event.ts";
import type { EventExport, EventExportOrder } from "../vocabulary/oversight/event-export.ts";
import { giveEventFile, requireFileOfEvents } from "./give-event-file.ts";

/** Rows of one query. */
const PAGE = 200;

/**
 * What a search finds as a file of at most EVENT_EXPORT_ROWS events, newest first, personal values masked.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @throws DomainError as requireFileOfEvents does; "too-many" also for too many personal values asked for.
 */
export async function exportEvents(
  db: Executor,
  actor: Actor,
  { conditions, format, reason }: EventExportOrder,
): Promise<Recorded<EventExport>> {
  await requireFileOfEvents(db, actor);
  const personFound = await countPersonalTries(db, actor, { conditions, act: "events.export" });
  const selection = await resolveConditions(db, conditions);
  const found: MemberEvent[] = [];
  let partial = false;
  // Page by page, so that no single statement runs into its time limit.
  for (;;) {
    const { ids, partial: gaveUp } = await findEvents(db, selection, { cursor: found.at(-1)?.id, limit: PAGE });
    const page = await selectEvents(db, ids);
    found.push(...page);
    partial = gaveUp;
    if (page.length < PAGE || found.length > EVENT_EXPORT_ROWS) break;
  }
  if (found.length > 0) await personFound();
  return giveEventFile(db, actor, {
    holds: "events",
    lines: found.slice(0, EVENT_EXPORT_ROWS).map((event) => ({ event, before: {} })),
    before: [],
    format,
    capped: found.length > EVENT_EXPORT_ROWS,
    partial,
    asked: { conditions: await recordableConditions(db, conditions) },
    reason,
  });
}
