import { sql } from "drizzle-orm";
import { databaseTime, isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { selectMessages } from "../event-storage/select-messages.ts";
import type { Actor } from "../staff/actor.ts";
import { recordAccess } from "../staff/record-access.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { selectSubscribers } from "../subscribers/select-subscribers.ts";
import type { RepublishJob } from "../vocabulary/republish-order.ts";
import { receiversAmong, whoReceives } from "./receivers.ts";
import { type JobSummary, selectJobs } from "./select-jobs.ts";

/** A page's worth; the counts are of all. */
const SHOWN_ITEMS = 200;

/**
 * One job with its items and what our own handlers did with them. The look is recorded before it is answered; polling
 * the job is one look.
 *
 * @throws DomainError "not-found" for an unknown id, "forbidden" when the actor may not see republishing.
 */
export async function showJob(db: Executor, actor: Actor, { jobId }: { jobId: string }): Promise<RepublishJob> {
  requirePermission(actor, "republish:see");
  const [job] = await selectJobs(db, sql`where j.id = ${jobId}::uuid`);
  const access = { act: "republish.show", what: { jobId } };
  if (!job) {
    await recordAccess(db, actor, { ...access, memberIds: [], result: "not found" });
    throw new DomainError("not-found", `There is no republish job ${jobId}. Find it in the list of recent jobs.`, {
      field: "jobId",
    });
  }
  const items = await addReach(db, job, await selectItems(db, jobId));
  const handled = await selectHandled(db, jobId);
  const memberIds = [...new Set(items.map(({ memberId }) => memberId))];
  await recordAccess(db, actor, { ...access, memberIds, result: "shown", viewKey: `republish ${jobId}` });
  return { ...job, items, handled, asOf: await databaseTime(db) };
}

type StoredItem = Omit<RepublishJob["items"][number], "reaches">;

async function addReach(
  db: Executor,
  { id: replay, layer, target }: JobSummary,
  items: StoredItem[],
): Promise<RepublishJob["items"]> {
  const [subscribers, messages] = await Promise.all([
    selectSubscribers(db, layer),
    selectMessages(
      db,
      layer,
      items.map(({ eventId }) => eventId),
    ),
  ]);
  const receivers = receiversAmong(subscribers);
  return items.map((item) => {
    const message = messages.get(item.eventId);
    return { ...item, reaches: message ? whoReceives(receivers, message, { target, replay }) : [] };
  });
}

async function selectItems(db: Executor, jobId: string): Promise<StoredItem[]> {
  const rows = await db.execute<StoredItem>(sql`
    select i.event_id as "eventId", i.member_id as "memberId", i.state, ${isoTime(sql`i.sent_at`)} as "sentAt",
           ${isoTime(sql`i.confirmed_at`)} as "confirmedAt", i.error
      from republish.item i where i.job_id = ${jobId}::uuid order by i.event_id limit ${SHOWN_ITEMS}`);
  return [...rows];
}

async function selectHandled(db: Executor, jobId: string): Promise<RepublishJob["handled"]> {
  const rows = await db.execute<RepublishJob["handled"][number]>(sql`
    select h.event_id as "eventId", h.handler, h.outcome, ${isoTime(sql`h.handled_at`)} as at
      from republish.item i
      join event.inbox h on h.event_id = i.event_id and h.delivery = ${jobId}
     where i.job_id = ${jobId}::uuid order by h.handled_at limit ${SHOWN_ITEMS}`);
  return [...rows];
}
