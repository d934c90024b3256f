import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { eventOf } from "../event-storage/event-of.ts";
import type { MemberscopeMessage } from "../messaging/message.ts";
import { ALL } from "../vocabulary/choices/send-choices.ts";

/**
 * Records that messages came through SNS: the only place where an event becomes published.
 *
 * A message to everybody publishes its event in its layer, once: the first time stands, and what was waiting is gone. A
 * message of a job confirms the job's item, whoever it was for. One statement for the batch, safe to repeat, in any
 * order, and with other recorders at work; ids that nobody stored and imported events change nothing.
 *
 * @returns how many events became published by this call.
 */
export async function recordPublication(db: Executor, messages: readonly MemberscopeMessage[]): Promise<number> {
  if (messages.length === 0) return 0;
  const arrived = messages.map(({ event, layer, target, replay }) => ({
    event_id: event.eventId,
    member_id: event.memberId,
    layer: layer === "internal" ? 1 : 2,
    to_all: target === ALL,
    replay,
  }));
  const [row] = await db.execute<{ published: number }>(sql`
    with arrived as (
      select * from jsonb_to_recordset(${JSON.stringify(arrived)}::text::jsonb)
        as a(event_id uuid, member_id text, layer smallint, to_all boolean, replay text)),
    live as (
      select distinct a.event_id, a.member_id, a.layer
        from arrived a
       cross join lateral ${eventOf(sql`a.event_id`, sql`a.member_id`)} e
        join event.action_version v on v.action_id = e.action_id and v.version = e.version
       where a.to_all and e.origin = 0 and (a.layer = 1 or v.external)),
    held as (
      -- In one order, so that two recorders with the same messages wait for each other instead of deadlocking.
      select p.event_id, p.layer from event.pending p join live l on l.event_id = p.event_id and l.layer = p.layer
       order by p.event_id, p.layer for update of p),
    gone as (
      delete from event.pending p using held h where p.event_id = h.event_id and p.layer = h.layer),
    published as (
      insert into event.publication (event_id, member_id, layer)
      select event_id, member_id, layer from live order by event_id, layer
      on conflict do nothing returning 1),
    confirmed as (
      update republish.item i set state = 'confirmed', confirmed_at = clock_timestamp(), error = null
        from (select distinct a.event_id, a.layer, a.replay from arrived a where a.replay <> 'detector') a
        join republish.job j on j.id = a.replay::uuid and j.layer = a.layer
       where i.job_id = j.id and i.event_id = a.event_id and i.confirmed_at is null)
    select count(*)::int as published from published`);
  return row?.published ?? 0;
}
