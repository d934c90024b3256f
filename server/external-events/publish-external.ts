import type { Executor } from "../db.ts";
import { selectMessages } from "../event-storage/select-messages.ts";
import { log } from "../log.ts";
import { DETECTOR, forResend, type MemberscopeMessage, type OutgoingMessage } from "../messaging/message.ts";
import type { ReceivedMessage } from "../messaging/queues.ts";
import type { Topics } from "../messaging/topic-clients.ts";
import { ALL } from "../vocabulary/republish-order.ts";

/**
 * Tells internal events to the external topic, in their closed form, where the catalog calls them external.
 *
 * Replays: the first message and the detector's resends are told. A job for everybody on the internal layer is not: the
 * order names its layer, and whoever wants the outside told again chooses the external one. A job for this publisher
 * alone is told again, with the job's id.
 *
 * It keeps no inbox: told twice, the outside sees the same event id twice, as it may always. What SNS does not take comes
 * again from the queue; beyond that the detector of layer 2 stands behind it.
 *
 * @returns the messages that are done.
 */
export async function publishExternal(
  db: Executor,
  { topics }: { topics: Pick<Topics, "publishBatch"> },
  received: readonly ReceivedMessage[],
): Promise<ReceivedMessage[]> {
  const ours = received.flatMap((one) => (one.message ? [{ received: one, message: one.message }] : []));
  const toTell = ours.filter(({ message }) => isToldOutside(message));
  const built = await selectMessages(
    db,
    "external",
    toTell.map(({ message }) => message.event.eventId),
  );
  const outgoing = toTell.flatMap((one) => {
    const external = built.get(one.message.event.eventId);
    return external ? [{ received: one.received, external: asItCame(external, one.message) }] : [];
  });
  const outcomes = await topics.publishBatch(
    "external",
    outgoing.map(({ external }) => external),
  );
  const failed = new Set<ReceivedMessage>();
  for (const [index, { received: one, external }] of outgoing.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind === "accepted") continue;
    failed.add(one);
    log.warn({ eventId: external.eventId, outcome }, "not told to the external topic yet");
  }
  return ours.map((one) => one.received).filter((one) => !failed.has(one));
}

function isToldOutside({ replay, target, layer }: MemberscopeMessage): boolean {
  if (layer !== "internal") return false;
  return replay === null || replay === DETECTOR || target !== ALL;
}

/** Outside, too, a resend says that it is one; its target there is everybody. */
function asItCame(external: OutgoingMessage, { replay, attempt }: MemberscopeMessage): OutgoingMessage {
  return replay === null ? external : forResend(external, { replay, attempt: attempt ?? 1 });
}
