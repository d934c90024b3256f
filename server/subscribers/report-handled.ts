import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { actRecorded } from "../staff/recorded.ts";
import type { TokenRefusal } from "../vocabulary/choices/token-fields.ts";
import { answerersOf, identifyCaller } from "./identify-caller.ts";

/** The first message of an event and what the detector sends are one delivery; each republish job is another. */
const LIVE = "live";

/**
 * What an outside system did with a message: the message's `replay` attribute (left out for a first message), and the outcome in a
 * few words, which staff read and which hold no personal data.
 */
export const handledSchema = z.strictObject({
  replay: z.union([z.literal("detector"), z.uuid()]).optional(),
  outcome: z.string().trim().min(1).max(200),
});

type Report = z.infer<typeof handledSchema> & { eventId: string; token: string; ip: string | null };

/** What came of a report. */
export type HandledAnswer = { kind: "unauthorized"; refused: TokenRefusal } | { kind: "recorded" };

/**
 * Records that a subscriber handled an event: it then stands with the republish job and in the event's biography. The same
 * report again changes nothing. It and its access record are one transaction.
 *
 * @throws DomainError "not-found" for an unknown event.
 */
export async function reportHandled(
  db: Executor,
  { eventId, replay, outcome, token, ip }: Report,
): Promise<HandledAnswer> {
  const caller = await identifyCaller(db, { token, ip, act: "handled" });
  if ("refused" in caller) return { kind: "unauthorized", ...caller };
  const delivery = replay === undefined || replay === "detector" ? LIVE : replay;
  const service = { kind: "service", login: `service:${caller.subscriberId}`, ip } as const;
  const access = { act: "handled", what: { eventId, delivery, ...answerersOf(caller) } };
  return actRecorded(db, service, async (tx) => {
    const [row] = await tx.execute<{ member_id: string | null }>(sql`
      select h.member_id from event.report_handled(${caller.hash}, ${eventId}::uuid, ${delivery}, ${outcome}) h`);
    if (!row?.member_id) {
      const message = `There is no event ${eventId}. Report the eventId that stands in the message.`;
      return { ...access, memberIds: [], refusal: new DomainError("not-found", message, { field: "eventId" }) };
    }
    return { ...access, memberIds: [row.member_id], answer: { kind: "recorded" as const } };
  });
}
