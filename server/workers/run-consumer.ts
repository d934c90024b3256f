import { sql } from "drizzle-orm";
import { log } from "../log.ts";
import { type Consumer, consumeQueue } from "../messaging/consume-queue.ts";
import { noteHandled } from "../publication/note-handled.ts";
import type { WorkerContext } from "./worker-context.ts";

/**
 * Consumes a queue in several loops side by side, until the context's signal; after a failure nothing is received before
 * the database answers again. What is handled is counted, and what fails is shown, from its first failure.
 */
export async function runConsumer(
  { db, queues, signal }: WorkerContext,
  { loops, ...own }: Pick<Consumer, "queueName" | "handle" | "mayReceive"> & { loops: number },
): Promise<void> {
  const { queueName } = own;
  const consumer: Consumer = {
    ...own,
    isReady: () => db.execute(sql`select 1`),
    report: (outcome) =>
      noteHandled(db, queueName, outcome).catch((error: unknown) => {
        log.warn({ queue: queueName, error: String(error) }, "what was handled could not be counted");
      }),
  };
  await Promise.all(Array.from({ length: loops }, () => consumeQueue(queues, consumer, signal)));
}
