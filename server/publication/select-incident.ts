import { sql } from "drizzle-orm";
import { databaseTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import type { Incident, LayerStop } from "../vocabulary/publication-status.ts";
import { selectOutages } from "./select-outages.ts";

type Row = { layer: LayerName; waiting: number; behindMs: number | null; stopped: LayerStop | null };

/**
 * What whoever answers members has to know: whether other systems are behind, by how much, and why. Names no member and no
 * event, so everybody who opens members may ask.
 *
 * @throws DomainError "forbidden".
 */
export async function selectIncident(db: Executor, actor: Actor): Promise<Incident> {
  requirePermission(actor, "member:open");
  const [rows, outages, asOf] = await Promise.all([
    db.execute<Row>(sql`
      select case c.layer when 1 then 'internal' else 'external' end as layer,
             case when c.stop_scope is not null
               then jsonb_build_object('at', to_char(c.stopped_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', c.stopped_by, 'reason', c.stop_reason, 'scope', c.stop_scope) end as stopped,
             count(p.event_id)::int as waiting,
             (extract(epoch from clock_timestamp() - min(p.stored_at) filter (where p.stored_at < clock_timestamp() - c.unpublished_after)) * 1000)::float8 as "behindMs"
        from event.layer_control c left join event.pending p on p.layer = c.layer and p.parked_at is null
       group by c.layer order by c.layer`),
    selectOutages(db),
    databaseTime(db),
  ]);
  const behind = rows.flatMap(({ behindMs }) => behindMs ?? []);
  return {
    behindMs: behind.length > 0 ? Math.max(...behind) : null,
    waiting: rows.reduce((sum, { waiting }) => sum + waiting, 0),
    stopped: rows.flatMap(({ layer, waiting, stopped }) => (stopped === null ? [] : [{ ...stopped, layer, waiting }])),
    away: outages.map(({ part }) => part),
    asOf,
  };
}
