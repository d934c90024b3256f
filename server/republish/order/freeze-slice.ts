import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { allOf } from "../../event-storage/conditions/selection.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { Selection } from "../../vocabulary/republish-selection.ts";
import { type Bound, isInBound } from "../plan/bound.ts";
import { checksumOf } from "../plan/count-set.ts";
import { type IdRange, selectedRows } from "../plan/selected-rows.ts";

/** What was written down of a set, and how many of the selection were committed after its bound with a time before it. */
export type FrozenSlice = { count: number; checksum: string; late: number };

/**
 * Writes the events of a selection within its bound and a range of ids down as items of a job. What is not for sending is
 * written down as well, skipped with its reason: every selected event has its outcome.
 */
export async function freezeSlice(
  tx: Executor,
  {
    jobId,
    selection,
    layer,
    bound,
    range,
  }: { jobId: string; selection: Selection; layer: LayerName; bound: Bound; range: IdRange },
): Promise<FrozenSlice> {
  const { from, where } = await selectedRows(tx, { selection, layer, range });
  const [row] = await tx.execute<FrozenSlice>(sql`
    with found as (
      select e.id, e.member_id, e.action_id, e.version, e.origin, ${isInBound(bound)} as within from ${from} where ${allOf(where)}),
    selected as (select * from found f where f.within),
    judged as (
      select s.id, s.member_id, case when s.origin = 1 then 'imported' when ${layer}::text = 'external' and not v.external then 'not external' end as skip
        from selected s join event.action_version v on v.action_id = s.action_id and v.version = s.version),
    frozen as (
      insert into republish.item (job_id, event_id, member_id, state, skipped_because)
      select ${jobId}::uuid, j.id, j.member_id, case when j.skip is null then 'waiting' else 'skipped' end, j.skip from judged j
      returning event_id)
    select count(*)::float8 as count, ${checksumOf(sql`f.event_id`)} as checksum,
           (select count(*)::float8 from found l where not l.within and l.id < event.id_floor(${bound.asOf}::timestamptz)) as late
      from frozen f`);
  return row ?? { count: 0, checksum: "0/0", late: 0 };
}
