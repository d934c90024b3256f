import { isLeftToSender } from "../application-events/is-left-to-sender.ts";
import type { Executor } from "../db.ts";
import { selectMessages } from "../event-storage/select-messages.ts";
import { NOT_ORDERED, selectUnordered } from "../event-storage/select-unordered.ts";
import { log } from "../log.ts";
import type { Blame } from "../messaging/consume-queue.ts";
import { DETECTOR, forResend, type MemberscopeMessage, type OutgoingMessage } from "../messaging/message.ts";
import type { PublishOutcome } from "../messaging/publish-outcome.ts";
import type { ReceivedMessage } from "../messaging/queues.ts";
import type { Topics } from "../messaging/topic-clients.ts";
import { noteOutage } from "../publication/note-outage.ts";
import { recordTries } from "../publication/record-tries.ts";
import { ALL } from "../vocabulary/choices/send-choices.ts";
import { claimFirstSending } from "./claim-first-sending.ts";

type OurMessage = { received: ReceivedMessage; message: MemberscopeMessage };

/**
 * Tells internal events to the external topic, in their closed form, where the catalog calls them external.
 *
 * One way sends: the first sending of each event is claimed, and what SNS does not take is the sender's from then on, which
 * alone tries again. So the outside gets one copy, and no message waits in this queue for the external topic.
 *
 * Replays: a job for everybody on the internal layer is not told: the order names its layer, and whoever wants the outside
 * told again chooses the external one. A job for this publisher alone is told again, with the job's id; what SNS does not
 * take of it comes again from the queue. One that no job ordered is not believed.
 *
 * @param blame told why a message is not done.
 * @returns the messages that are done.
 */
export async function publishExternal(
  db: Executor,
  { topics }: { topics: Pick<Topics, "publishBatch"> },
  received: readonly ReceivedMessage[],
  blame: Blame = () => {},
): Promise<ReceivedMessage[]> {
  const ours = received.flatMap((one) => (one.message ? [{ received: one, message: one.message }] : []));
  const internal = ours.filter(({ message }) => message.layer === "internal");
  const given = internal.filter(({ message }) => isOrderForUs(message));
  const unordered = await selectUnordered(
    db,
    given.map(({ message }) => message),
  );
  const orders = given.filter(({ message }) => !unordered.has(message));
  const forged = given.filter(({ message }) => unordered.has(message)).map((one) => one.received);
  for (const one of forged) blame(one, NOT_ORDERED);
  await tellFirst(
    db,
    topics,
    internal.filter(({ message: { replay } }) => replay === null || replay === DETECTOR),
  );
  const untold = new Set([...forged, ...(await tellOrders(db, topics, orders, blame))]);
  return ours.map((one) => one.received).filter((one) => !untold.has(one));
}

function isOrderForUs({ replay, target }: MemberscopeMessage): boolean {
  return replay !== null && replay !== DETECTOR && target !== ALL;
}

async function tellFirst(
  db: Executor,
  topics: Pick<Topics, "publishBatch">,
  messages: readonly OurMessage[],
): Promise<void> {
  const claimed = await claimFirstSending(
    db,
    messages.map(({ message }) => message.event.eventId),
  );
  const outgoing = [
    ...(
      await selectMessages(
        db,
        "external",
        messages.flatMap(({ message: { event } }) => (claimed.has(event.eventId) ? [event] : [])),
      )
    ).values(),
  ];
  const outcomes = await publish(topics, outgoing);
  const memberOf = new Map(messages.map(({ message: { event } }) => [event.eventId, event.memberId]));
  const tries = outgoing.flatMap((external, index) => {
    const outcome = outcomes[index] ?? { kind: "unknown", text: "no outcome" };
    // What SNS took is written down by the claim.
    const memberId = memberOf.get(external.eventId);
    if (outcome.kind === "accepted" || memberId === undefined) return [];
    log.warn({ eventId: external.eventId, outcome }, "not told to the external topic: left to the sender");
    const { eventId } = external;
    return [
      {
        due: { eventId, memberId, layer: 2 as const, attempt: 1, isRelay: true },
        outcome,
      },
    ];
  });
  if (tries.length > 0) await recordTries(db, tries);
  await nameOutage(db, outcomes);
}

/** Tells what a job has for this publisher alone; gives what is to come again. */
async function tellOrders(
  db: Executor,
  topics: Pick<Topics, "publishBatch">,
  orders: readonly OurMessage[],
  blame: Blame,
): Promise<ReceivedMessage[]> {
  if (orders.length === 0) return [];
  if (await isLeftToSender(db, "external")) {
    for (const { received } of orders) blame(received, "the external layer is stopped, or its topic does not answer");
    return orders.map((one) => one.received);
  }
  const built = await selectMessages(
    db,
    "external",
    orders.map(({ message }) => message.event),
  );
  const outgoing = orders.flatMap(({ received, message: { event, replay, attempt } }) => {
    const external = built.get(event.eventId);
    if (external === undefined || replay === null) return [];
    return [{ received, external: forResend(external, { replay, attempt: attempt ?? 1 }) }];
  });
  const outcomes = await publish(
    topics,
    outgoing.map(({ external }) => external),
  );
  await nameOutage(db, outcomes);
  return outgoing.flatMap(({ received, external }, index) => {
    const outcome = outcomes[index];
    if (outcome?.kind === "accepted") return [];
    blame(received, `${external.eventId} was not told to the external topic: ${outcome?.text ?? "no outcome"}`);
    return [received];
  });
}

/** At once: the sender, which says when it is over, may have nothing to send for a while. */
async function nameOutage(db: Executor, outcomes: readonly PublishOutcome[]): Promise<void> {
  for (const outcome of outcomes) {
    if (outcome.kind === "unreachable" || outcome.kind === "unknown") {
      return noteOutage(db, "topic:external", outcome.text);
    }
  }
}

async function publish(
  topics: Pick<Topics, "publishBatch">,
  outgoing: readonly OutgoingMessage[],
): Promise<PublishOutcome[]> {
  return outgoing.length === 0 ? [] : topics.publishBatch("external", outgoing);
}
