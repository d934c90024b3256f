import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { PublishOutcome } from "../../messaging/publish-outcome.ts";

/** An item whose answer from SNS was lost is sent again so often, and then left as unknown for staff to see. */
const MAX_UNKNOWN = 3;

/** What became of one claimed item: SNS's answer to its last try, or that it is held back. */
export type ItemOutcome = {
  eventId: string;
  /** Tries, all of them. */
  attempt: number;
  outcome: PublishOutcome | { kind: "held" };
};

/**
 * Writes down what became of claimed items. What the recorder has confirmed meanwhile stays confirmed; what did not reach
 * SNS waits again and was no attempt. Call it in a transaction that holds the lease.
 */
export async function recordItems(tx: Executor, jobId: string, outcomes: readonly ItemOutcome[]): Promise<void> {
  const rows = outcomes.map(({ eventId, attempt, outcome }) => ({
    event_id: eventId,
    attempt,
    kind: outcome.kind,
    message_id: outcome.kind === "accepted" ? outcome.messageId : null,
    error: "text" in outcome ? outcome.text : null,
  }));
  await tx.execute(sql`
    with answered as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as r(event_id uuid, attempt smallint, kind text, message_id text, error text)),
    held as (
      select i.event_id from republish.item i join answered r on r.event_id = i.event_id
       where i.job_id = ${jobId}::uuid order by i.event_id for update of i),
    judged as (
      select r.*, case
               when i.confirmed_at is not null then 'confirmed'
               when r.kind = 'accepted' then 'sent'
               when r.kind = 'refused' then 'failed'
               when r.kind = 'held' then 'skipped'
               when r.kind = 'unknown' and r.attempt >= ${MAX_UNKNOWN} then 'unknown'
               else 'waiting' end as state
        from held h join answered r on r.event_id = h.event_id
        join republish.item i on i.job_id = ${jobId}::uuid and i.event_id = h.event_id)
    update republish.item i
       set state = r.state,
           skipped_because = case when r.state = 'skipped' then 'held' end,
           attempts = case when r.kind in ('unreachable', 'held') then r.attempt - 1 else r.attempt end,
           sns_message_id = coalesce(r.message_id, i.sns_message_id),
           -- The recorder may be quicker than the answer: what was confirmed had been sent by then.
           sent_at = case when r.kind = 'accepted' then least(clock_timestamp(), i.confirmed_at) else i.sent_at end,
           error = case when i.confirmed_at is null then r.error end
      from judged r
     where i.job_id = ${jobId}::uuid and i.event_id = r.event_id`);
}
