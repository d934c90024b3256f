import { sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { LagPoint } from "../vocabulary/publication-status.ts";

/** Of each five minutes so many of the newest events are measured: enough for a steady 99th percentile, and read in milliseconds. */
const SAMPLE = 500;

/**
 * From stored to recorded over the last hour, by five minutes and layer, oldest first; `recorded` counts all of them.
 *
 * @throws DomainError "forbidden".
 */
export async function selectLag(db: Executor, actor: Actor): Promise<{ points: LagPoint[] }> {
  requirePermission(actor, "publication:see");
  const rows = await db.execute<LagPoint>(sql`
    with span as (
      select b as from_time, b + interval '5 minutes' as to_time
        from generate_series(date_bin('5 minutes', clock_timestamp(), 'epoch') - interval '55 minutes', date_bin('5 minutes', clock_timestamp(), 'epoch'), interval '5 minutes') b)
    select case l.layer when 1 then 'internal' else 'external' end as layer, ${isoTime(sql`s.from_time`)} as from, counted.n as recorded,
           lag.p50 as "p50Ms", lag.p95 as "p95Ms", lag.p99 as "p99Ms"
      from span s cross join (values (1::smallint), (2::smallint)) l(layer)
     cross join lateral (
       select count(*)::int as n from event.publication p
        where p.event_id >= event.id_floor(s.from_time) and p.event_id < event.id_floor(s.to_time) and p.layer = l.layer) counted
     cross join lateral (
       select round(percentile_cont(0.5) within group (order by ms)) as p50, round(percentile_cont(0.95) within group (order by ms)) as p95,
              round(percentile_cont(0.99) within group (order by ms)) as p99
         from (select extract(epoch from p.published_at - e.stored_at)::float8 * 1000 as ms
                 from event.publication p join event.member_event e on e.id = p.event_id
                where p.event_id >= event.id_floor(s.from_time) and p.event_id < event.id_floor(s.to_time) and p.layer = l.layer
                order by p.event_id desc limit ${SAMPLE}) newest) lag
     order by s.from_time, l.layer`);
  return { points: [...rows] };
}
