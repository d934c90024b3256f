import { databaseTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { log } from "../log.ts";
import { deadLetterQueueOf, isNoQueue, type Queues } from "../messaging/queues.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { selectSubscribers } from "../subscribers/select-subscribers.ts";
import type { PublicationStatus, QueueStatus } from "../vocabulary/views.ts";
import { selectLayerStatus } from "./select-layer-status.ts";

/** The page is about the events: it does not wait for a slow SQS. */
const QUEUES_LIMIT_MS = 2000;

/**
 * How publication stands: both layers by the database, and the queues of everybody in the registry by SQS.
 *
 * @returns `queues` null when SQS did not answer within two seconds.
 * @throws DomainError "forbidden" when the actor may not see publication.
 */
export async function publicationStatus(
  db: Executor,
  actor: Actor,
  queues: Pick<Queues, "counts">,
): Promise<PublicationStatus> {
  requirePermission(actor, "publication:see");
  const [layers, subscribers] = await Promise.all([selectLayerStatus(db), selectSubscribers(db)]);
  const names = subscribers.map(({ id, layer, queueName }) => ({ subscriber: id, layer, queue: queueName }));
  return { layers, queues: await askQueues(queues, names), asOf: await databaseTime(db) };
}

type QueueName = Pick<QueueStatus, "subscriber" | "layer" | "queue">;

async function askQueues(queues: Pick<Queues, "counts">, names: readonly QueueName[]): Promise<QueueStatus[] | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), QUEUES_LIMIT_MS);
  });
  const asked = Promise.all(names.map((name) => askQueue(queues, name)))
    .then((answers) => answers.filter((answer) => answer !== null))
    .catch((error: unknown) => {
      log.warn({ error: String(error) }, "SQS did not say how full the queues are");
      return null;
    });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Null for a queue that is not made yet: its subscriber has just been registered. */
async function askQueue(
  queues: Pick<Queues, "counts">,
  { subscriber, layer, queue }: QueueName,
): Promise<QueueStatus | null> {
  try {
    const [own, dead] = await Promise.all([queues.counts(queue), queues.counts(deadLetterQueueOf(queue))]);
    return { subscriber, layer, queue, ...own, deadLetters: dead.waiting + dead.inFlight };
  } catch (error) {
    if (isNoQueue(error)) return null;
    throw error;
  }
}
