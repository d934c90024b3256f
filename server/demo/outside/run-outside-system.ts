import { sql } from "drizzle-orm";
import type { Db } from "../../db.ts";
import { log } from "../../log.ts";
import { consumeQueue } from "../../messaging/consume-queue.ts";
import type { MemberscopeMessage } from "../../messaging/message.ts";
import type { Queues, ReceivedMessage } from "../../messaging/queues.ts";

/** What an outside system needs to listen. */
export type OutsideSystem = {
  name: string;
  db: Db;
  queues: Queues;
  queueName: string;
  /** Handles one message and says what it did, without personal data; throws to have it come again. */
  handle: (message: MemberscopeMessage) => Promise<string>;
  /** Rejects while the member system does not answer: no message is received then, so that none runs out of receives. */
  isMemberSystemUp: () => Promise<unknown>;
};

/** Lets an outside system listen on its own queue until the signal; outages of what it needs are waited out. */
export async function runOutsideSystem(system: OutsideSystem, signal: AbortSignal): Promise<void> {
  const { db, queues, queueName, isMemberSystemUp } = system;
  const consumer = {
    queueName,
    handle: (messages: readonly ReceivedMessage[]) => handleAll(system, messages),
    isReady: () => Promise.all([db.execute(sql`select 1`), isMemberSystemUp()]),
  };
  await consumeQueue(queues, consumer, signal);
}

/** A text that is no member event is never done, and ends in the dead-letter queue. */
async function handleAll(
  { name, handle }: OutsideSystem,
  messages: readonly ReceivedMessage[],
): Promise<ReceivedMessage[]> {
  const done: ReceivedMessage[] = [];
  for (const received of messages) {
    if (!received.message) continue;
    const outcome = await handle(received.message);
    log.info({ system: name, eventId: received.message.event.eventId, outcome }, "an outside system handled an event");
    done.push(received);
  }
  return done;
}
