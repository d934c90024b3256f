import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { Failure } from "../messaging/consume-queue.ts";
import type { ReceivedMessage } from "../messaging/queues.ts";

/** As much of an error as people read. */
const LONGEST_ERROR = 500;

/**
 * Writes down what a consumer did with a batch of its queue: how many it handled and failed in this minute, and each message
 * that fails, with its error, its tries and when it comes again, from the first failure until it is handled. One statement.
 */
export async function noteHandled(
  db: Executor,
  queueName: string,
  { done, failures }: { done: readonly ReceivedMessage[]; failures: readonly Failure[] },
): Promise<void> {
  const failed = failures.map(({ received, error, againInS }) => ({
    message_id: received.messageId,
    event_id: received.message?.event.eventId ?? null,
    member_id: received.message?.event.memberId ?? null,
    error: error.slice(0, LONGEST_ERROR),
    tries: received.receiveCount,
    again_in_s: againInS,
  }));
  // What came for the first time cannot have failed before.
  const recovered = done.filter(({ receiveCount }) => receiveCount > 1).map(({ messageId }) => messageId);
  await db.execute(sql`
    with counted as (
      insert into event.handled_minute as m (queue_name, minute, handled, failed)
      values (${queueName}, date_trunc('minute', clock_timestamp()), ${done.length}::int, ${failures.length}::int)
      on conflict (queue_name, minute) do update set handled = m.handled + excluded.handled, failed = m.failed + excluded.failed),
    failed as (
      insert into event.failing_message as m (queue_name, message_id, event_id, member_id, error, tries, next_at)
      select ${queueName}, f.message_id, f.event_id, f.member_id, f.error, f.tries, clock_timestamp() + f.again_in_s * interval '1 second'
        from jsonb_to_recordset(${JSON.stringify(failed)}::text::jsonb)
          as f(message_id text, event_id uuid, member_id text, error text, tries smallint, again_in_s float8)
       order by f.message_id
      on conflict (queue_name, message_id) do update
         set error = excluded.error, tries = excluded.tries, last_failed_at = clock_timestamp(), next_at = excluded.next_at)
    delete from event.failing_message
     where queue_name = ${queueName} and message_id in (select jsonb_array_elements_text(${JSON.stringify(recovered)}::text::jsonb))`);
}
