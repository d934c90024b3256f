import { sql } from "drizzle-orm";
import { type Consumer, consumeQueue } from "../messaging/consume-queue.ts";
import type { WorkerContext } from "./worker-context.ts";

/**
 * Consumes a queue in several loops side by side, until the context's signal; after a failure nothing is received before
 * the database answers again.
 */
export async function runConsumer(
  { db, queues, signal }: WorkerContext,
  { queueName, handle, loops }: Pick<Consumer, "queueName" | "handle"> & { loops: number },
): Promise<void> {
  const consumer: Consumer = { queueName, handle, isReady: () => db.execute(sql`select 1`) };
  await Promise.all(Array.from({ length: loops }, () => consumeQueue(queues, consumer, signal)));
}
