import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { eventOf } from "../../event-storage/event-of.ts";
import { attributesOf, bodyOf } from "../../event-storage/message-columns.ts";
import type { MessageAttributes, OutgoingMessage } from "../../messaging/message.ts";
import type { JobLease } from "./lease-job.ts";

/** An item in hand: its message as everybody got it, whose it is, and which sending this is. */
export type ClaimedItem = { memberId: string; attempt: number; message: OutgoingMessage };

type ItemRow = {
  event_id: string;
  member_id: string;
  attempts: number;
  body: string | null;
  attributes: MessageAttributes;
};

/**
 * Claims the next items of a job in the order of events, with their messages. An event that is no longer stored, or whose member is erased, is skipped.
 *
 * Call it in a transaction that holds the lease.
 *
 * @param limit as many at most.
 * @returns how many were claimed, those that were skipped included: 0 means that nothing is left.
 */
export async function claimItems(
  tx: Executor,
  { jobId, layer }: JobLease,
  limit: number,
): Promise<{ claimed: number; items: ClaimedItem[] }> {
  const rows = await tx.execute<ItemRow>(sql`
    with mine as (
      select i.event_id, i.member_id from republish.item i
       where i.job_id = ${jobId}::uuid and i.state = 'waiting'
       order by i.event_id limit ${limit} for update skip locked),
    built as materialized (
      -- Nothing of an erased member is sent again, but that it was erased.
      select m.event_id, x.member_id is not null as erased, case when x.member_id is null then e.body end as body, e.attributes
        from mine m left join event.erased_member x on x.member_id = m.member_id and x.tombstone_id <> m.event_id left join lateral (
        select ${bodyOf(layer)} as body, ${attributesOf(layer)} as attributes
          from ${eventOf(sql`m.event_id`, sql`m.member_id`)} e join event.action a on a.id = e.action_id
          join event.action_version v on v.action_id = e.action_id and v.version = e.version) e on true),
    claimed as (
      update republish.item i
         set state = case when b.body is null then 'skipped' else 'sending' end,
             skipped_because = case when b.erased then 'erased' when b.body is null then 'gone' end,
             attempts = i.attempts + 1
        -- By their keys, too: joined to what was built alone, all items of the job may be read for each of it.
        from built b where i.job_id = ${jobId}::uuid and i.event_id = any(array(select k.event_id from built k)) and i.event_id = b.event_id
      returning i.event_id, i.member_id, i.attempts, b.body, b.attributes)
    select * from claimed order by event_id`);
  const items = rows.flatMap(({ event_id: eventId, member_id: memberId, attempts: attempt, body, attributes }) =>
    body === null ? [] : [{ memberId, attempt, message: { eventId, body, attributes } }],
  );
  return { claimed: rows.length, items };
}

/** Items of a job that were sent or tried, or are in hand. */
export async function countBegun(tx: Executor, { jobId }: JobLease): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select coalesce(sum(c.n), 0)::float8 as n from republish.item_count c
     where c.job_id = ${jobId}::uuid and c.state not in ('waiting', 'skipped')`);
  return row?.n ?? 0;
}
