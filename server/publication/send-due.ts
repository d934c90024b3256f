import type { Executor } from "../db.ts";
import { log } from "../log.ts";
import { DETECTOR, forResend, type OutgoingMessage } from "../messaging/message.ts";
import type { PublishOutcome } from "../messaging/publish-outcome.ts";
import type { Topics } from "../messaging/topic-clients.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import { type DueEvent, leaseDue } from "./lease-due.ts";
import { recordTries, type Try } from "./record-tries.ts";

/** Four requests to SNS, sent side by side: about as long as one. */
const BATCH_SIZE = 40;

/** What one step did. */
export type SendDueResult = {
  sent: number;
  refused: number;
  parked: number;
  /** More may be due right now. */
  isFull: boolean;
  /** False when SNS did not answer, or took a message without saying so: wait before the next step. */
  isReachable: boolean;
};

/**
 * Sends what is due in `pending`, once: relays what the SQL function stored, and sends again what was published but not
 * recorded in time (the unpublished detector). It never says that an event is published: the recorder does, when the
 * message has come round.
 *
 * The lease is committed before SNS is called and the tries after it, so no transaction is open meanwhile. Killed in
 * between, it leaves at most one batch that was sent without saying so: sent again as copies with the same event id.
 */
export async function sendDue(
  db: Executor,
  { topics, batchSize = BATCH_SIZE }: { topics: Pick<Topics, "publishBatch">; batchSize?: number },
): Promise<SendDueResult> {
  const { due, parked } = await leaseDue(db, batchSize);
  const tries = [
    ...(await send(
      topics,
      "internal",
      due.filter(({ layer }) => layer === 1),
    )),
    ...(await send(
      topics,
      "external",
      due.filter(({ layer }) => layer === 2),
    )),
  ];
  if (tries.length > 0) await recordTries(db, tries);
  const outcomes = tries.map(({ outcome }) => outcome);
  const refused = tries.filter(({ outcome }) => outcome.kind === "refused");
  for (const { due: event, outcome } of refused)
    log.warn({ eventId: event.eventId, attempt: event.attempt, outcome }, "SNS refused an event");
  return {
    sent: outcomes.filter(({ kind }) => kind === "accepted").length,
    refused: refused.length,
    parked: parked,
    isFull: due.length + parked === batchSize,
    isReachable: !outcomes.some(isLost),
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
function messageOf({ eventId, body, attributes, isRelay, attempt }: DueEvent): OutgoingMessage {
  const message = { eventId, body, attributes };
  return isRelay ? message : forResend(message, { replay: DETECTOR, attempt });
}

function isLost({ kind }: PublishOutcome): boolean {
  return kind === "unreachable" || kind === "unknown";
}
