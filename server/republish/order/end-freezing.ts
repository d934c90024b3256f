import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { SMALL_JOB } from "../../vocabulary/choices/send-choices.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import { approvalFor, oneOrderAtATime, orderedInDay } from "../plan/approval-limit.ts";
import { eventsWere } from "../say-events.ts";
import { forgetPersonal } from "./forget-personal.ts";
import type { FrozenSlice } from "./freeze-slice.ts";

type JobRow = {
  planned: number | null;
  checksum: string | null;
  receivers: number;
  requested_by: string;
  layer: LayerName;
};

/**
 * Says what comes after a job's set is written down whole: its turn, or somebody's approval. A set that is not what was planned is
 * never sent: the job has failed and says both numbers. From here on the conditions are kept as an access record keeps them, without
 * clear personal values: the items are the set.
 */
export async function endFreezing(
  tx: Executor,
  { jobId, count, checksum, late }: { jobId: string } & FrozenSlice,
): Promise<void> {
  const [job] = await tx.execute<JobRow>(sql`
    select j.planned::float8 as planned, j.checksum, j.receivers, j.requested_by::text, case j.layer when 1 then 'internal' else 'external' end as layer
      from republish.job j where j.id = ${jobId}::uuid for update`);
  if (!job) throw new Error(`there is no job ${jobId}`);
  const isAsPlanned = job.planned === null || (job.planned === count && job.checksum === checksum);
  await oneOrderAtATime(tx, { accountId: job.requested_by }, job.layer);
  const { ordered, limit } = await orderedInDay(tx, { accountId: job.requested_by }, job.layer, { otherThan: jobId });
  const isApprovalNeeded = approvalFor({ deliveries: count * job.receivers, ordered, limit });
  const trouble = isAsPlanned
    ? null
    : `${eventsWere(job.planned ?? 0)} planned and ${count} found when they were written down. Nothing was sent: plan again.`;
  await forgetPersonal(tx, jobId);
  await tx.execute(sql`
    update republish.job j
       set state = case when not ${isAsPlanned} then 'failed' when ${isApprovalNeeded} then 'approval' when ${count} = 0 then 'done' else 'waiting' end,
           finished_at = case when not ${isAsPlanned} or ${count} = 0 then clock_timestamp() end,
           trouble = ${trouble}, frozen = ${count}::bigint, frozen_checksum = ${checksum}, frozen_at = clock_timestamp(),
           late_events = late_events + ${late}::bigint,
           is_large = ${count > SMALL_JOB}, lease_until = null, next_at = clock_timestamp()
     where j.id = ${jobId}::uuid and j.state = 'freezing'`);
}
