import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { eventOf } from "../event-storage/event-of.ts";
import { attributesOf, bodyOf } from "../event-storage/message-columns.ts";
import { forResend, type MessageAttributes, type OutgoingMessage } from "../messaging/message.ts";
import type { JobLease } from "./lease-job.ts";

/** One PublishBatch: what a killed worker may have sent without saying so, and what is then sent once more. */
const BATCH_SIZE = 10;

type ItemRow = { event_id: string; attempts: number; body: string; attributes: MessageAttributes };

/**
 * Claims the next items of a job and gives their messages, addressed to the job's target and marked with its id.
 *
 * Items that a killed worker left as `sending` are claimed again: whether they were sent, nobody knows, and handlers drop
 * a second copy of one delivery. Call it in a transaction that holds the lease.
 */
export async function claimItems(tx: Executor, { jobId, layer, target }: JobLease): Promise<OutgoingMessage[]> {
  const rows = await tx.execute<ItemRow>(sql`
    with mine as (
      select job_id, event_id from republish.item
       where job_id = ${jobId}::uuid and state in ('waiting', 'sending')
       order by event_id limit ${BATCH_SIZE} for update),
    claimed as (
      update republish.item i set state = 'sending', attempts = i.attempts + 1
        from mine m where i.job_id = m.job_id and i.event_id = m.event_id
      returning i.event_id, i.attempts)
    select c.event_id, c.attempts,
           ${bodyOf(layer)} as body, ${attributesOf(layer)} as attributes
      from claimed c
     cross join lateral ${eventOf(sql`c.event_id`)} e
      join event.action a on a.id = e.action_id
     order by c.event_id`);
  return rows.map(({ event_id: eventId, attempts: attempt, body, attributes }) =>
    forResend({ eventId, body, attributes }, { target, replay: jobId, attempt }),
  );
}
