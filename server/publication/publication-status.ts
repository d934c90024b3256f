import { sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { FailingMessage, PublicationStatus, QueueStatus } from "../vocabulary/publication-status.ts";
import { selectLayerStatus } from "./select-layer-status.ts";
import { selectOutages } from "./select-outages.ts";

/** More failing messages than one looks through are a number. */
const MOST_FAILING = 50;

type Clock = { asOf: string; lookedAt: string | null };

/**
 * How publication stands: both layers and what fails by the database, the queues and who does not answer as a worker last
 * saw them. Nothing here waits for SNS or SQS.
 *
 * @throws DomainError "forbidden" when the actor may not see publication.
 */
export async function publicationStatus(db: Executor, actor: Actor): Promise<PublicationStatus> {
  requirePermission(actor, "publication:see");
  const [layers, queues, outages, failing, [clock]] = await Promise.all([
    selectLayerStatus(db),
    selectQueueStatus(db),
    selectOutages(db),
    selectFailing(db),
    db.execute<Clock>(sql`
      select ${isoTime(sql`clock_timestamp()`)} as "asOf", (select ${isoTime(sql`max(measured_at)`)} from event.queue_measure) as "lookedAt"`),
  ]);
  if (!clock) throw new Error("the database told no time");
  return { layers, queues, outages, failing, ...clock };
}

/** The queue of everybody in the registry that a worker has seen; one that is not made yet has no measure. */
async function selectQueueStatus(db: Executor): Promise<QueueStatus[]> {
  const rows = await db.execute<QueueStatus>(sql`
    with minutes as (
      select m.queue_name, sum(m.handled)::float8 / 5 as handled
        from event.handled_minute m
       where m.minute >= date_trunc('minute', clock_timestamp()) - interval '5 minutes' and m.minute < date_trunc('minute', clock_timestamp())
       group by m.queue_name),
    own as (select distinct queue_name from event.handled_minute)
    select s.id as subscriber, case s.layer when 1 then 'internal' else 'external' end as layer, q.queue_name as queue,
           q.waiting, q.in_flight as "inFlight", q.dead_letters as "deadLetters", ${isoTime(sql`q.filled_since`)} as "filledSince",
           case when o.queue_name is not null or f.n > 0 then coalesce(f.n, 0) end as failing,
           case when o.queue_name is not null then round(coalesce(m.handled, 0)) end as "handledPerMinute",
           ${isoTime(sql`q.measured_at`)} as "measuredAt"
      from event.subscriber s
      join event.queue_measure q on q.queue_name = s.queue_name
      left join own o on o.queue_name = s.queue_name
      left join minutes m on m.queue_name = s.queue_name
      left join (select queue_name, count(*)::int as n from event.failing_message where next_at is not null group by queue_name) f
             on f.queue_name = s.queue_name
     order by s.layer, s.id`);
  return [...rows];
}

/** Newest failure first, those that will be tried again before the dead. */
async function selectFailing(db: Executor): Promise<FailingMessage[]> {
  const rows = await db.execute<FailingMessage>(sql`
    select s.id as subscriber, f.queue_name as queue, f.message_id as "messageId", f.event_id as "eventId", f.error, f.tries,
           ${isoTime(sql`f.first_failed_at`)} as "firstFailedAt", ${isoTime(sql`f.last_failed_at`)} as "lastFailedAt", ${isoTime(sql`f.next_at`)} as "nextAt"
      from event.failing_message f join event.subscriber s on s.queue_name = f.queue_name
     order by f.next_at is null, f.last_failed_at desc limit ${MOST_FAILING}`);
  return [...rows];
}
