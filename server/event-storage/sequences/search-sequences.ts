import type { z } from "zod";
import type { Waiting } from "../../bounded.ts";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { idRows } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { SequencePage } from "../../vocabulary/sequence/sequence.ts";
import type { sequenceSearchSchema } from "../../vocabulary/sequence/sequence-schema.ts";
import { countPersonalTries } from "../search/count-personal-tries.ts";
import { recordableSequence } from "../search/recordable-conditions.ts";
import { selectEvents } from "../select-events.ts";
import { findChains } from "./find-chains.ts";
import { idTime } from "./step-events.ts";

/** Members, devices or addresses that a page tells of, and chains. */
const MOST_KEYS = 50;
const MOST_CHAINS = 200;

/**
 * Finds the chains of a sequence, those that began last first, with the events that make them. Bounded: a page says down to when everything
 * was looked at, and is marked partial where the time was up. Records which members were shown before it answers.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @param waiting who waits for the answer: once nobody does, the search ends, and nothing was shown.
 * @throws DomainError "forbidden" when the actor may not search, "bad-input" and "too-many" as the searches do.
 */
export async function searchSequences(
  db: Executor,
  actor: Actor,
  { sequence, cursor }: z.infer<typeof sequenceSearchSchema>,
  waiting?: Waiting,
): Promise<Recorded<SequencePage>> {
  requirePermission(actor, "event:search");
  const conditions = sequence.steps.flatMap((step) => step.conditions);
  const personFound = await countPersonalTries(db, actor, { conditions, act: "event.sequence" });
  const asOf = await databaseTime(db);
  const asked = { cursor, asOf, mostChains: MOST_CHAINS, mostKeys: MOST_KEYS, waiting };
  const found = await findChains(db, sequence, asked);
  const ids = [...new Set(found.chains.flatMap(({ steps }) => steps.flatMap(toldOf)))];
  const events = ids.length === 0 ? [] : await selectEvents(db, idRows(ids));
  if (found.chains.length > 0) await personFound();
  const memberIds = [...new Set(found.chains.flatMap(({ members }) => members))];
  return showRecorded(db, actor, {
    act: "event.sequence",
    memberIds,
    what: await recordableSequence(db, sequence),
    answer: {
      chains: found.chains.map(({ key, start, end, steps, members }) => ({
        key,
        startAt: timeOf(start),
        endAt: timeOf(end),
        steps,
        memberIds: members,
      })),
      events,
      memberIds,
      lookedTo: found.cursor === null ? null : timeOf(found.cursor),
      cursor: found.cursor,
      partial: found.partial,
      asOf,
    },
    isFound: found.chains.length > 0,
  });
}

/** Of many events that one step asks for, the first and the last are told. */
function toldOf(ids: readonly string[]): string[] {
  return ids.length <= 2 ? [...ids] : [ids[0] ?? "", ids.at(-1) ?? ""];
}

function timeOf(id: string): string {
  return new Date(idTime(id)).toISOString();
}
