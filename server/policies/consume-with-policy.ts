import { sql } from "drizzle-orm";
import type { FirstLayer } from "../application-events/domain-transaction.ts";
import type { Db } from "../db.ts";
import { log } from "../log.ts";
import type { Blame } from "../messaging/consume-queue.ts";
import type { ReceivedMessage } from "../messaging/queues.ts";
import type { Policy } from "./policy.ts";
import { runPolicy } from "./run-policy.ts";

/**
 * Lets a policy act on received messages, one after the other. One that fails comes again; the others go on.
 *
 * @param blame told why a message failed.
 * @returns the messages that are done: acted on, or acted on before.
 * @throws when the database is away: then nothing is wrong with the messages.
 */
export async function consumeWithPolicy(
  parts: { db: Db; layer: FirstLayer; policy: Policy },
  received: readonly ReceivedMessage[],
  blame: Blame,
): Promise<ReceivedMessage[]> {
  const done: ReceivedMessage[] = [];
  for (const one of received) {
    if (one.message === null) continue;
    try {
      const run = await runPolicy(parts, one.message);
      log.debug({ policy: parts.policy.id, eventId: one.message.event.eventId, run }, "policy");
      done.push(one);
    } catch (error) {
      await parts.db.execute(sql`select 1`);
      blame(one, error);
    }
  }
  return done;
}
