import type { Executor } from "../db.ts";
import { log } from "../log.ts";
import { DETECTOR, forResend, type OutgoingMessage } from "../messaging/message.ts";
import type { PublishOutcome } from "../messaging/publish-outcome.ts";
import type { Topics } from "../messaging/topic-clients.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import { type DueEvent, fromTheStart, type LeasePlace, leaseDue } from "./lease-due.ts";
import { recordTries, type Try } from "./record-tries.ts";

/** Four requests to SNS, sent side by side: about as long as one. */
const BATCH_SIZE = 40;

/** What one step did. */
export type SendDueResult = {
  sent: number;
  refused: number;
  parked: number;
  /** Repetitions left for later, as the recorder is away or behind. */
  held: number;
  /** More may be due right now. */
  isFull: boolean;
  /** Whether somebody had named the topic as not answering. */
  isNamedAway: boolean;
  /** Where the next step goes on. */
  next: LeasePlace;
  /** What finding and leasing took. */
  leaseMs: number;
  /** Why SNS did not take what it was given, or took it without saying so; null when it answered. Wait before the next step. */
  fault: string | null;
};

/**
 * Sends what is due in one layer, once: relays what was left to the sender, and sends again what was published but not
 * recorded in time (the unpublished detector). It never says that an event is published: the recorder does, when the
 * message has come round.
 *
 * The lease is committed before SNS is called and the tries after it, so no transaction is open meanwhile. Killed in
 * between, it leaves at most one batch that was sent without saying so: sent again as copies with the same event id.
 */
export async function sendDue(
  db: Executor,
  {
    topics,
    layer,
    limit = BATCH_SIZE,
    place = fromTheStart,
  }: { topics: Pick<Topics, "publishBatch">; layer: LayerName; limit?: number; place?: LeasePlace },
): Promise<SendDueResult> {
  const began = performance.now();
  const { due, ...lease } = await leaseDue(db, { layer, limit, place });
  const leaseMs = performance.now() - began;
  const tries = await send(topics, layer, due);
  if (tries.length > 0) await recordTries(db, tries);
  const outcomes = tries.map(({ outcome }) => outcome);
  const refused = tries.filter(({ outcome }) => outcome.kind === "refused");
  for (const { due: event, outcome } of refused)
    log.warn({ eventId: event.eventId, attempt: event.attempt, outcome }, "SNS refused an event");
  return {
    sent: outcomes.filter(({ kind }) => kind === "accepted").length,
    refused: refused.length,
    ...lease,
    leaseMs,
    fault: faultOf(outcomes),
  };
}

async function send(
  topics: Pick<Topics, "publishBatch">,
  layer: LayerName,
  events: readonly DueEvent[],
): Promise<Try[]> {
  if (events.length === 0) return [];
  const outcomes = await topics.publishBatch(layer, events.map(messageOf));
  return events.map((due, index) => ({ due, outcome: outcomes[index] ?? { kind: "unknown", text: "no outcome" } }));
}

/** The first sending of an event is no replay; every later one says that it is, and which. */
function messageOf({ eventId, body, attributes, isFirst, attempt }: DueEvent): OutgoingMessage {
  const message = { eventId, body, attributes };
  return isFirst ? message : forResend(message, { replay: DETECTOR, attempt });
}

/** The first fault is the cause; those after it may only say that nothing more was tried. */
function faultOf(outcomes: readonly PublishOutcome[]): string | null {
  for (const outcome of outcomes) {
    if (outcome.kind === "unreachable" || outcome.kind === "unknown") return outcome.text;
  }
  return null;
}
