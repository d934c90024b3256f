import { sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Hold } from "../vocabulary/member-event.ts";

/**
 * What holds up the layers in which an event waits, and the messages of it that a consumer cannot handle now: why it is
 * where it is, for people to read.
 */
export async function selectHolds(db: Executor, eventId: string): Promise<Hold[]> {
  const rows = await db.execute<Hold>(sql`
    with waits as (
      select w.layer, case w.layer when 1 then 'internal' else 'external' end as name,
             w.next_at, w.last_error is null and (w.attempts > 0 or w.layer = 1 and w.next_at > w.stored_at) as is_sent
        from event.pending w where w.event_id = ${eventId}::uuid and w.parked_at is null)
    select 'stopped' as kind, w.name as where, ${isoTime(sql`c.stopped_at`)} as since, c.stopped_by as by, c.stop_reason as text, null::int as tries, null as "nextAt"
      from waits w join event.layer_control c on c.layer = w.layer where c.stop_scope = 'everything'
    union all
    select 'away', w.name, ${isoTime(sql`o.since`)}, null, o.error, null, null
      from waits w join event.outage o on o.part = 'topic:' || w.name where o.seen_at > clock_timestamp() - interval '30 seconds'
    union all
    select 'unrecorded', w.name, ${isoTime(sql`(select min(o.since) from event.outage o join event.subscriber s on o.part in ('sqs', 'queue:' || s.queue_name) where s.id = 'recorder')`)}, null, r.trouble, null, ${isoTime(sql`w.next_at`)}
      from waits w cross join (select event.recorder_trouble() as trouble) r where w.is_sent and r.trouble is not null
    union all
    select 'failing', coalesce(s.id, f.queue_name), ${isoTime(sql`f.first_failed_at`)}, null, f.error, f.tries, ${isoTime(sql`f.next_at`)}
      from event.failing_message f left join event.subscriber s on s.queue_name = f.queue_name
     where f.event_id = ${eventId}::uuid
     order by 1 desc, 2`);
  return [...rows];
}
