import { databaseTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { countPersonalTries } from "../event-storage/search/count-personal-tries.ts";
import { recordableSequence } from "../event-storage/search/recordable-conditions.ts";
import { selectEvents } from "../event-storage/select-events.ts";
import { findChains } from "../event-storage/sequences/find-chains.ts";
import { idRows } from "../sql-values.ts";
import type { Actor } from "../staff/actor.ts";
import type { Recorded } from "../staff/recorded.ts";
import { EVENT_EXPORT_ROWS } from "../vocabulary/choices/event-export-choices.ts";
import type { MemberEvent } from "../vocabulary/member-event.ts";
import type { EventExport } from "../vocabulary/oversight/event-export.ts";
import type { ChainExportOrder } from "../vocabulary/sequence/sequence-schema.ts";
import type { EventLine } from "./files/event-lines.ts";
import { giveEventFile, requireFileOfEvents } from "./give-event-file.ts";

/** Events of one query: no single statement runs into its time limit. */
const PAGE = 200;
/** What stands before each event: which chain, the newest is 1; which step of the sequence; whose chain it is. */
const BEFORE = ["chain", "step", "key"];

/**
 * The chains of a sequence as a file: a row for each event, with the number of its chain and step, the chains that began last first and the
 * events of each in their order. Whole chains alone, of at most EVENT_EXPORT_ROWS events; an event that stands in two chains has two rows.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @throws DomainError as requireFileOfEvents and searchSequences do.
 */
export async function exportChains(
  db: Executor,
  actor: Actor,
  { sequence, format, reason }: ChainExportOrder,
): Promise<Recorded<EventExport>> {
  await requireFileOfEvents(db, actor);
  const conditions = sequence.steps.flatMap((step) => step.conditions);
  const personFound = await countPersonalTries(db, actor, { conditions, act: "events.export" });
  const asOf = await databaseTime(db);
  // A chain has an event at least: what is more cannot fit.
  const most = { mostChains: EVENT_EXPORT_ROWS + 1, mostKeys: EVENT_EXPORT_ROWS + 1 };
  const { chains, cursor, partial } = await findChains(db, sequence, { asOf, ...most });
  if (chains.length > 0) await personFound();
  const places: { id: string; before: EventLine["before"] }[] = [];
  let fitting = 0;
  for (const { key, steps } of chains) {
    const own = steps.flatMap((ids, n) => ids.map((id) => ({ id, before: { chain: fitting + 1, step: n + 1, key } })));
    if (places.length + own.length > EVENT_EXPORT_ROWS) break;
    places.push(...own);
    fitting += 1;
  }
  const events = await readEvents(db, [...new Set(places.map(({ id }) => id))]);
  return giveEventFile(db, actor, {
    holds: "chains",
    lines: places.flatMap(({ id, before }) => {
      const event = events.get(id);
      return event === undefined ? [] : [{ event, before }];
    }),
    before: BEFORE,
    format,
    capped: fitting < chains.length || (cursor !== null && !partial),
    partial,
    asked: { ...(await recordableSequence(db, sequence)), chains: fitting },
    reason,
  });
}

async function readEvents(db: Executor, ids: readonly string[]): Promise<Map<string, MemberEvent>> {
  const events: MemberEvent[] = [];
  for (let at = 0; at < ids.length; at += PAGE)
    events.push(...(await selectEvents(db, idRows(ids.slice(at, at + PAGE)))));
  return new Map(events.map((event) => [event.id, event]));
}
