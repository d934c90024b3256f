import { sql } from "drizzle-orm";
import { z } from "zod";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { ItemOutcome } from "../../vocabulary/republish-job.ts";
import { findJob } from "./find-job.ts";

/** Rows of one answer; a million items are two hundred of them. */
const PAGE = 5000;

/** Which job's outcomes, behind which event id. */
export const exportOutcomesSchema = z.object({ jobId: z.uuid(), cursor: z.uuid().optional() }).strict();

/**
 * What became of each item of a job, in the order of events, 5,000 at a time, to be kept as a file. The members are recorded as
 * seen.
 *
 * @throws DomainError "not-found" for an unknown job, "forbidden" when the actor may not see republishing.
 */
export async function exportOutcomes(
  db: Executor,
  actor: Actor,
  { jobId, cursor }: z.infer<typeof exportOutcomesSchema>,
): Promise<Recorded<{ outcomes: ItemOutcome[]; nextCursor: string | null }>> {
  requirePermission(actor, "republish:see");
  await findJob(db, jobId);
  const rows = await db.execute<ItemOutcome>(sql`
    select i.event_id as "eventId", i.member_id as "memberId", i.state, i.attempts, i.sns_message_id as "snsMessageId",
           ${isoTime(sql`i.sent_at`)} as "sentAt", ${isoTime(sql`i.confirmed_at`)} as "confirmedAt", i.error, i.skipped_because as "skippedBecause"
      from republish.item i where i.job_id = ${jobId}::uuid and (${cursor ?? null}::uuid is null or i.event_id > ${cursor ?? null}::uuid)
     order by i.event_id limit ${PAGE + 1}`);
  const outcomes = rows.slice(0, PAGE);
  const memberIds = [...new Set(outcomes.map(({ memberId }) => memberId))];
  return showRecorded(db, actor, {
    act: "republish.outcomes",
    memberIds,
    what: { jobId },
    isFound: outcomes.length > 0,
    answer: { outcomes, nextCursor: rows.length > PAGE ? (outcomes.at(-1)?.eventId ?? null) : null },
  });
}
