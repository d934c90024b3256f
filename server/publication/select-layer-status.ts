import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { ageBandsMs, type LayerStatus, type StopScope } from "../vocabulary/publication-status.ts";

/** Lag is measured over this many of the newest events: enough for a steady 95th percentile, read in milliseconds. */
const LAG_SAMPLE = 5000;

/** What nobody has stored yet, by a clock that is a little ahead, is as young as what has just been stored. */
const bands = [-1e12, ...ageBandsMs].map((fromMs, index) => ({ from_ms: fromMs, to_ms: ageBandsMs[index] ?? null }));

type Row = Omit<LayerStatus, "stopped"> & {
  stoppedAt: string | null;
  stoppedBy: string | null;
  reason: string | null;
  scope: StopScope | null;
};

/**
 * How publication stands in both layers, internal first. Counts are exact: what waits is a small table of its own, and
 * "the last hour" is the range of event ids that begins an hour ago, which the primary keys serve.
 */
export async function selectLayerStatus(db: Executor): Promise<LayerStatus[]> {
  const rows = await db.execute<Row>(sql`
    with clock as materialized (
      select clock_timestamp() as now, event.id_floor(clock_timestamp() - interval '1 hour') as hour_floor)
    select case c.layer when 1 then 'internal' else 'external' end as layer,
           waiting.n as waiting, waiting.overdue as overdue, waiting.oldest_ms as "oldestWaitingMs", waiting.parked as parked,
           missed.n as "missedInHour", missed.repaired as "repairedInHour", recorded.n as "recordedInHour",
           lag.p50 as "lagP50Ms", lag.p95 as "lagP95Ms", lag.p99 as "lagP99Ms", waiting.by_age as "waitingByAge",
           (extract(epoch from c.unpublished_after) * 1000)::float8 as "unpublishedAfterMs",
           to_char(c.stopped_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "stoppedAt",
           c.stopped_by as "stoppedBy", c.stop_reason as reason, c.stop_scope as scope
      from event.layer_control c
     cross join clock
     cross join lateral (
       select count(*) filter (where p.parked_at is null)::int as n,
              count(*) filter (where p.parked_at is null and p.stored_at < clock.now - c.unpublished_after)::int as overdue,
              count(*) filter (where p.parked_at is not null)::int as parked,
              (extract(epoch from clock.now - min(p.stored_at) filter (where p.parked_at is null)) * 1000)::float8 as oldest_ms,
              (select jsonb_agg((select count(*) from event.pending b
                                  where b.layer = c.layer and b.parked_at is null
                                    and b.stored_at <= clock.now - band.from_ms * interval '1 millisecond'
                                    and (band.to_ms is null or b.stored_at > clock.now - band.to_ms * interval '1 millisecond')) order by band.from_ms)
                 from jsonb_to_recordset(${JSON.stringify(bands)}::text::jsonb) as band(from_ms float8, to_ms float8)) as by_age
         from event.pending p where p.layer = c.layer) waiting
     cross join lateral (
       select count(*)::int as n, count(p.event_id)::int as repaired
         from (select distinct a.event_id from event.attempt a
                where a.event_id >= clock.hour_floor and a.layer = c.layer and a.cause = 'detector') a
         left join event.publication p on p.event_id = a.event_id and p.layer = c.layer) missed
     cross join lateral (
       select count(*)::int as n from event.publication p where p.event_id >= clock.hour_floor and p.layer = c.layer) recorded
     cross join lateral (
       select round(percentile_cont(0.5) within group (order by took.ms)) as p50, round(percentile_cont(0.95) within group (order by took.ms)) as p95,
              round(percentile_cont(0.99) within group (order by took.ms)) as p99
         from (select extract(epoch from p.published_at - e.stored_at)::float8 * 1000 as ms
                 from event.publication p join event.member_event e on e.id = p.event_id
                where p.event_id >= clock.hour_floor and p.layer = c.layer
                order by p.event_id desc limit ${LAG_SAMPLE}) took) lag
     order by c.layer`);
  return rows.map(({ stoppedAt, stoppedBy, reason, scope, ...status }) => {
    const stopped =
      stoppedAt === null
        ? null
        : ({ at: stoppedAt, by: stoppedBy ?? "", reason: reason ?? "", scope: scope ?? "everything" } as const);
    return { ...status, stopped };
  });
}
