import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { PublishOutcome } from "../../messaging/publish-outcome.ts";
import { textArray } from "../../sql-values.ts";
import type { JobLease } from "./lease-job.ts";

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
 * Writes down what became of claimed items, in one statement that holds the job while it writes: nobody takes it over meanwhile.
 * What the recorder has confirmed stays confirmed; what did not reach SNS waits again and was no attempt.
 *
 * @returns false, with nothing written, when somebody else has the job now.
 */
export async function recordItems(
  db: Executor,
  { jobId, fence }: Pick<JobLease, "jobId" | "fence">,
  outcomes: readonly ItemOutcome[],
): Promise<boolean> {
  const rows = outcomes.map(({ eventId, attempt, outcome }) => ({
    event_id: eventId,
    attempt,
    kind: outcome.kind,
    message_id: outcome.kind === "accepted" ? outcome.messageId : null,
    error: "text" in outcome ? outcome.text : null,
  }));
  // By their keys: joined to the answers alone, all items of a large job may be read for each lot.
  const ids = textArray(outcomes.map(({ eventId }) => eventId));
  const mine = await db.execute(sql`
    with mine as (
      select j.id from republish.job j
       where j.id = ${jobId}::uuid and j.fence = ${fence}::bigint and j.state not in ('done', 'failed') for update),
    answered as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as r(event_id uuid, attempt smallint, kind text, message_id text, error text)),
    held as (
      -- As it is once it is locked: the recorder may have confirmed it since this statement began.
      select i.event_id, i.confirmed_at from mine m join republish.item i on i.job_id = m.id
       where i.event_id = any(${ids}::uuid[]) order by i.event_id for update of i),
    judged as (
      select r.*, case
               when h.confirmed_at is not null then 'confirmed'
               when r.kind = 'accepted' then 'sent'
               when r.kind = 'refused' then 'failed'
               when r.kind = 'held' then 'skipped'
               when r.kind = 'unknown' and r.attempt >= ${MAX_UNKNOWN} then 'unknown'
               else 'waiting' end as state
        from held h join answered r on r.event_id = h.event_id),
    written as (
    update republish.item i
       set state = r.state,
           skipped_because = case when r.state = 'skipped' then 'held' end,
           attempts = case when r.kind in ('unreachable', 'held') then r.attempt - 1 else r.attempt end,
           sns_message_id = coalesce(r.message_id, i.sns_message_id),
           -- The recorder may be quicker than the answer: what was confirmed had been sent by then.
           sent_at = case when r.kind = 'accepted' then least(clock_timestamp(), i.confirmed_at) else i.sent_at end,
           error = case when i.confirmed_at is null then r.error end
      from judged r
     where i.job_id = ${jobId}::uuid and i.event_id = any(${ids}::uuid[]) and i.event_id = r.event_id)
    select id from mine`);
  return mine.length > 0;
}
