import { sql } from "drizzle-orm";
import type { Db } from "../../db.ts";
import { log } from "../../log.ts";
import { consumeQueue } from "../../messaging/consume-queue.ts";
import type { MemberscopeMessage } from "../../messaging/message.ts";
import type { Queues, ReceivedMessage } from "../../messaging/queues.ts";
import type { FamilyOutcome } from "./family-inbox.ts";

/** What the family account system needs. */
export type FamilyAccount = {
  db: Db;
  queues: Queues;
  queueName: string;
  handle: (message: MemberscopeMessage) => Promise<FamilyOutcome>;
  /** Rejects while the member system does not answer: no message is received then, so that none runs out of receives. */
  isMemberSystemUp: () => Promise<unknown>;
};

/** Runs the family account system on its own queue until the signal; outages of what it needs are waited out. */
export async function runFamilyAccount(family: FamilyAccount, signal: AbortSignal): Promise<void> {
  const { db, queues, queueName, handle, isMemberSystemUp } = family;
  const consumer = {
    queueName,
    handle: (messages: readonly ReceivedMessage[]) => handleAll(handle, messages),
    isReady: () => Promise.all([db.execute(sql`select 1`), isMemberSystemUp()]),
  };
  await consumeQueue(queues, consumer, signal);
}

/** A text that is no member event is never done, and ends in the dead-letter queue. */
async function handleAll(
  handle: FamilyAccount["handle"],
  messages: readonly ReceivedMessage[],
): Promise<ReceivedMessage[]> {
  const done: ReceivedMessage[] = [];
  for (const received of messages) {
    if (!received.message) continue;
    const outcome = await handle(received.message);
    log.info({ eventId: received.message.event.eventId, outcome }, "family account handled an event");
    done.push(received);
  }
  return done;
}
