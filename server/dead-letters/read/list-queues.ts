import type { Executor } from "../../db.ts";
import { log } from "../../log.ts";
import type { DeadLetters } from "../../messaging/dead-letters.ts";
import { isNoQueue } from "../../messaging/queues.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { type StoredSubscriber, selectSubscribers } from "../../subscribers/select-subscribers.ts";
import type { DeadLetterQueue } from "../../vocabulary/dead-letter.ts";

/**
 * The dead-letter queues of everybody in the registry, those with letters first. A queue that SQS does not answer for has
 * `waiting` null; one that is not made yet is left out.
 *
 * @throws DomainError "forbidden" when the actor may not see publication.
 */
export async function listDeadLetterQueues(
  db: Executor,
  actor: Actor,
  deadLetters: Pick<DeadLetters, "counts">,
): Promise<DeadLetterQueue[]> {
  requirePermission(actor, "publication:see");
  const asked = await Promise.all((await selectSubscribers(db)).map((one) => askQueue(deadLetters, one)));
  const found = asked.filter((one) => one !== null);
  const lying = ({ waiting, invisible }: DeadLetterQueue) => (waiting ?? 0) + invisible;
  return found.sort((a, b) => lying(b) - lying(a) || a.subscriber.localeCompare(b.subscriber));
}

/** How many letters lie in one dead-letter queue; null when there is no such queue. */
export async function askQueue(
  deadLetters: Pick<DeadLetters, "counts">,
  { id, layer, queueName }: Pick<StoredSubscriber, "id" | "layer" | "queueName">,
): Promise<DeadLetterQueue | null> {
  const queue = { subscriber: id, layer, queue: queueName };
  try {
    const { waiting, inFlight } = await deadLetters.counts(queueName);
    return { ...queue, waiting, invisible: inFlight };
  } catch (error) {
    if (isNoQueue(error)) return null;
    log.warn({ queue: queueName, error: String(error) }, "SQS did not say how many dead letters there are");
    return { ...queue, waiting: null, invisible: 0 };
  }
}
