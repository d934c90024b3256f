import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { BiographyEntry, LayerName } from "../vocabulary/member-event.ts";

type BiographyRow = {
  kind: BiographyEntry["kind"];
  at: string;
  layer: LayerName;
  cause: "relay" | "detector";
  error: string | null;
  job_id: string;
  target: string;
  by: string;
  reason: string;
  state: string;
  handler: string;
  delivery: string;
  outcome: string;
};

/** What happened to an event after it was stored: sends, publication, staff resends, what our handlers did. Oldest first. */
export async function selectBiography(db: Executor, eventId: string): Promise<BiographyEntry[]> {
  const id = sql`${eventId}::uuid`;

  const layerName = (layer: SQL) => sql`case ${layer} when 1 then 'internal' else 'external' end`;
  const nothing = sql`null::text`;
  const rows = await db.execute<BiographyRow>(sql`
    select x.kind, ${isoTime(sql`x.at`)} at, x.layer, x.cause, x.error, x.job_id, x.target, x.by, x.reason, x.state, x.handler, x.delivery, x.outcome from (
      select 'published' kind, p.published_at at, ${layerName(sql`p.layer`)} layer, ${nothing} cause, ${nothing} error, ${nothing} job_id, ${nothing} target,
             ${nothing} "by", ${nothing} reason, ${nothing} state, ${nothing} handler, ${nothing} delivery, ${nothing} outcome
        from event.publication p where p.event_id = ${id}
      union all
      select 'sent again', t.at, ${layerName(sql`t.layer`)}, t.cause, t.error, null, t.target, null, null, null, null, null, null
        from event.attempt t where t.event_id = ${id}
      union all
      select 'republished', coalesce(i.sent_at, j.requested_at), ${layerName(sql`j.layer`)}, null, i.error, j.id::text, j.target, a.name, j.reason, i.state, null, null, null
        from republish.item i join republish.job j on j.id = i.job_id join staff.account a on a.id = j.requested_by where i.event_id = ${id}
      union all
      select 'handled', h.handled_at, null, null, null, null, null, null, null, null, h.handler, h.delivery, h.outcome
        from event.inbox h where h.event_id = ${id}) x
     order by x.at`);
  return rows.map(toEntry);
}

function toEntry(row: BiographyRow): BiographyEntry {
  const { kind, at, layer } = row;
  switch (kind) {
    case "stored":
      return { kind, at };
    case "published":
      return { kind, at, layer };
    case "sent again":
      return { kind, at, layer, cause: row.cause, error: row.error };
    case "republished":
      return {
        kind,
        at,
        layer,
        jobId: row.job_id,
        target: row.target,
        by: row.by,
        reason: row.reason,
        state: row.state,
      };
    case "handled":
      return { kind, at, handler: row.handler, delivery: row.delivery, outcome: row.outcome };
  }
}
