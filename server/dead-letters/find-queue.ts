import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { type StoredSubscriber, selectSubscribers } from "../subscribers/select-subscribers.ts";

/**
 * The subscriber whose queue is meant.
 *
 * @param name its id, the name of its queue, or that of its dead-letter queue.
 * @throws DomainError "not-found", with the ids there are.
 */
export async function findQueue(db: Executor, name: string): Promise<StoredSubscriber> {
  const all = await selectSubscribers(db);
  const found = all.find(({ id, queueName }) => id === name || queueName === name || `${queueName}-dlq` === name);
  if (found !== undefined) return found;
  const ids = all.map(({ id }) => id).join(", ") || "nobody yet";
  throw new DomainError("not-found", `"${name}" is no subscriber and no queue of one. Choose one of: ${ids}.`, {
    field: "queue",
  });
}
