import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { Selection } from "../../vocabulary/republish-selection.ts";

type Answer = { state: string; subscriber: string; layer: LayerName; from: string; to: string };

/**
 * What a host answered that a subscriber has is left out of a selection; so is what lies outside of the period it was asked
 * about, of which nothing is known.
 *
 * @throws DomainError "bad-input" for an answer that is not there, or is about another subscriber.
 */
export async function lessHeld(
  db: Executor,
  { heldAnswer, subscriber }: Pick<Selection, "heldAnswer" | "subscriber">,
  layer: LayerName,
): Promise<SQL[]> {
  if (heldAnswer === undefined) return [];
  const [answer] = await db.execute<Answer>(sql`
    select h.state, h.subscriber, case h.layer when 1 then 'internal' else 'external' end as layer, h.period_from::text as from, h.period_to::text as to
      from republish.held_answer h where h.id = ${heldAnswer}::uuid`);
  const fault = faultOf(answer, subscriber, layer);
  if (answer === undefined || fault !== null) {
    throw new DomainError("bad-input", fault ?? GONE, { field: "heldAnswer" });
  }
  return [
    sql`e.id >= event.id_floor(${answer.from}::timestamptz) and e.id < event.id_floor(${answer.to}::timestamptz)`,
    sql`not exists (select from (select unnest(h.event_ids) as id from republish.held_answer h where h.id = ${heldAnswer}::uuid) has where has.id = e.id)`,
  ];
}

const GONE = "This answer of a host is not there, or not any more. Ask the host again.";

function faultOf(answer: Answer | undefined, subscriber: string | undefined, layer: LayerName): string | null {
  if (answer === undefined) return GONE;
  if (answer.state === "asked") return "The host has not answered yet. Wait for its answer, then plan.";
  if (answer.state === "failed")
    return "The host gave no answer that can be used. Ask it again, or give the ids in a file.";
  if (answer.subscriber === subscriber && answer.layer === layer) return null;
  return `The host was asked about ${answer.subscriber} of the ${answer.layer} layer. Choose that subscriber and layer, or ask again.`;
}
