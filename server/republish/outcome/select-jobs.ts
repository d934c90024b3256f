import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { ItemState, RepublishJob } from "../../vocabulary/republish-job.ts";

type Row = Omit<RepublishJob, "counts"> & { counts: Partial<Record<ItemState, number>> };

const noItems: Record<ItemState, number> = {
  waiting: 0,
  sending: 0,
  sent: 0,
  confirmed: 0,
  skipped: 0,
  failed: 0,
  unknown: 0,
};

/**
 * Reads jobs with their items counted by state, newest first.
 *
 * @param which a condition on `j`, the job, with its limit.
 */
export async function selectJobs(db: Executor, which: SQL): Promise<RepublishJob[]> {
  const rows = await db.execute<Row>(sql`
    select j.id, case j.layer when 1 then 'internal' else 'external' end as layer, j.target, j.reason, j.ticket,
           s.login as "requestedBy", j.requested_by as "requestedById", ${isoTime(sql`j.requested_at`)} as "requestedAt", j.state,
           j.paused_because as "pausedBecause", j.trouble, ${isoTime(sql`j.as_of`)} as "asOf",
           j.planned::float8 as planned, j.frozen::float8 as frozen, j.frozen_at is not null as "isFrozen",
           j.late_events::float8 as "lateEvents",
           j.rate, j.slowed_to as "slowedTo", j.slowed_because as "slowedBecause", j.send_order as "order",
           case when j.first_lot_passed_at is null then j.first_lot end as "firstLot", ${isoTime(sql`j.start_at`)} as "startAt",
           ${isoTime(sql`j.started_at`)} as "startedAt", ${isoTime(sql`j.finished_at`)} as "finishedAt", j.repeats, j.receivers,
           case when j.is_large and j.state = 'waiting' then (
             select count(*)::int from republish.job b where b.is_large and b.layer = j.layer and b.target = j.target
                and (b.state = 'running' or (b.state = 'waiting' and b.id < j.id))) end as place,
           (select jsonb_build_object('by', p.login, 'at', ${isoTime(sql`a.approved_at`)}, 'kind', a.kind, 'reason', a.reason, 'reviewedBy', r.login)
              from republish.approval a join staff.account p on p.id = a.approved_by left join staff.account r on r.id = a.reviewed_by
             where a.job_id = j.id and a.voided_at is null order by a.id desc limit 1) as approval,
           (select coalesce(jsonb_object_agg(c.state, c.n), '{}')
              from (select i.state, sum(i.n) as n from republish.item_count i where i.job_id = j.id group by i.state) c) as counts
      from (select * from republish.job j ${which}) j
      join staff.account s on s.id = j.requested_by
     order by j.id desc`);
  return rows.map((row) => ({ ...row, counts: { ...noItems, ...row.counts } }));
}
