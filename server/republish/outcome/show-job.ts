import { sql } from "drizzle-orm";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { recordableConditions } from "../../event-storage/search/recordable-conditions.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { HandledCount, RepublishJob, RepublishJobView } from "../../vocabulary/republish-job.ts";
import { type Selection, type SelectionSummary, summarizeSelection } from "../../vocabulary/republish-selection.ts";
import { findJob } from "./find-job.ts";

/** Errors are grouped over so many items. */
const GROUPED = 10_000;

/**
 * One job: what was ordered, how far it is, what failed and why. No member is named here, so nothing is recorded: that is for
 * its items.
 *
 * @throws DomainError "not-found" for an unknown id, "forbidden" when the actor may not see republishing.
 */
export async function showJob(db: Executor, actor: Actor, { jobId }: { jobId: string }): Promise<RepublishJobView> {
  requirePermission(actor, "republish:see");
  const job = await findJob(db, jobId);
  const view = { job, selection: await selectSelection(db, job), errors: await groupErrors(db, jobId) };
  return { ...view, asOf: await databaseTime(db) };
}

/**
 * Lists of 100,000 ids stay in the database; their lengths are told. Personal values in conditions are masked: a job that is
 * still being written down has them clear, every other one does not.
 */
async function selectSelection(db: Executor, { id }: RepublishJob): Promise<SelectionSummary> {
  const [row] = await db.execute<{
    rest: Selection;
    isClear: boolean;
    ids: number;
    members: number;
    without: number;
  }>(sql`
    select j.selection - 'eventIds' - 'members' - 'without' as rest, coalesce(jsonb_array_length(j.selection -> 'eventIds'), 0) as ids,
           coalesce(jsonb_array_length(j.selection -> 'members'), 0) as members, coalesce(jsonb_array_length(j.selection -> 'without'), 0) as without,
           j.state = 'freezing' as "isClear"
      from republish.job j where j.id = ${id}::uuid`);
  if (!row) return summarizeSelection({});
  const { rest, ids, members, without, isClear } = row;
  const conditions = isClear && rest.conditions ? await recordableConditions(db, rest.conditions) : rest.conditions;
  return { ...summarizeSelection({ ...rest, conditions }), eventIds: ids, members, without };
}

async function groupErrors(db: Executor, jobId: string): Promise<RepublishJobView["errors"]> {
  const rows = await db.execute<RepublishJobView["errors"][number]>(sql`
    select f.error as text, count(*)::int as count
      from (select i.error from republish.item i where i.job_id = ${jobId}::uuid and i.state in ('failed', 'unknown') and i.error is not null limit ${GROUPED}) f
     group by f.error order by count(*) desc limit 20`);
  return [...rows];
}

/** What handlers did with a job's messages, counted. */
export async function countHandled(
  db: Executor,
  actor: Actor,
  { jobId }: { jobId: string },
): Promise<{ handled: HandledCount[] }> {
  requirePermission(actor, "republish:see");
  const rows = await db.execute<HandledCount>(sql`
    select h.handler, h.outcome, count(*)::float8 as count from event.inbox h
     where h.delivery = ${jobId} and h.delivery <> 'live' group by h.handler, h.outcome order by h.handler, count(*) desc limit 100`);
  return { handled: [...rows] };
}
