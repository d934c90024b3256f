import { sql } from "drizzle-orm";
import { z } from "zod";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { selectEvents } from "../../event-storage/select-events.ts";
import { selectMessages } from "../../event-storage/select-messages.ts";
import { idRows } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { selectSubscribers } from "../../subscribers/select-subscribers.ts";
import {
  itemStates,
  type RepublishItem,
  type RepublishItemPage,
  type RepublishJob,
} from "../../vocabulary/republish-job.ts";
import { receiversAmong, whoReceives } from "../plan/receivers.ts";
import { findJob } from "./find-job.ts";

/** Which items of a job: all or those in one state, one page behind the cursor (an event id). */
export const listItemsSchema = z
  .object({
    jobId: z.uuid(),
    state: z.enum(itemStates).optional(),
    cursor: z.uuid().optional(),
    limit: z.number().int().min(1).max(500).default(50),
  })
  .strict();

type StoredItem = Omit<RepublishItem, "reaches" | "handled" | "event">;

/**
 * The items of a job in the order of events: what became of each, whom it reaches, what handlers did with it, and the event
 * itself. The members are recorded as seen before it is answered; polling a page that stays the
 * same is one look.
 *
 * @throws DomainError "not-found" for an unknown job, "forbidden" when the actor may not see republishing.
 */
export async function listItems(
  db: Executor,
  actor: Actor,
  given: z.input<typeof listItemsSchema>,
): Promise<Recorded<RepublishItemPage>> {
  requirePermission(actor, "republish:see");
  const { jobId, state, cursor, limit } = listItemsSchema.parse(given);
  const job = await findJob(db, jobId);
  const found = await selectItems(db, { jobId, state, cursor, limit: limit + 1 });
  const items = await addTheRest(db, job, found.slice(0, limit));
  const memberIds = [...new Set(items.map(({ memberId }) => memberId))];
  const what = { jobId, state: state ?? null };
  const answer = { items, nextCursor: found.length > limit ? (items.at(-1)?.eventId ?? null) : null };
  return showRecorded(db, actor, { act: "republish.items", memberIds, what, answer, isFound: items.length > 0 });
}

async function selectItems(
  db: Executor,
  {
    jobId,
    state,
    cursor,
    limit,
  }: { jobId: string; state: string | undefined; cursor: string | undefined; limit: number },
): Promise<StoredItem[]> {
  const rows = await db.execute<StoredItem>(sql`
    select i.event_id as "eventId", i.member_id as "memberId", i.state, i.attempts, i.sns_message_id as "snsMessageId",
           ${isoTime(sql`i.sent_at`)} as "sentAt", ${isoTime(sql`i.confirmed_at`)} as "confirmedAt", i.error, i.skipped_because as "skippedBecause"
      from republish.item i
     where i.job_id = ${jobId}::uuid and (${cursor ?? null}::uuid is null or i.event_id > ${cursor ?? null}::uuid)
       and (${state ?? null}::text is null or i.state = ${state ?? null}::text)
     order by i.event_id limit ${limit}`);
  return [...rows];
}

async function addTheRest(
  db: Executor,
  { id: replay, layer, target }: RepublishJob,
  items: readonly StoredItem[],
): Promise<RepublishItem[]> {
  const ids = items.map(({ eventId }) => eventId);
  const [subscribers, messages, events, handled] = await Promise.all([
    selectSubscribers(db, layer),
    selectMessages(db, layer, items),
    selectEvents(db, idRows(ids)),
    selectHandled(db, replay, ids),
  ]);
  const receivers = receiversAmong(subscribers);
  const eventOf = new Map(events.map((event) => [event.id, event]));
  return items.map((item) => {
    const message = messages.get(item.eventId);
    return {
      ...item,
      reaches: message ? whoReceives(receivers, message, { target, replay }) : [],
      handled: handled.flatMap(({ eventId, ...entry }) => (eventId === item.eventId ? [entry] : [])),
      event: eventOf.get(item.eventId) ?? null,
    };
  });
}

async function selectHandled(db: Executor, jobId: string, ids: readonly string[]) {
  return db.execute<RepublishItem["handled"][number] & { eventId: string }>(sql`
    select h.event_id::text as "eventId", h.handler, h.outcome, ${isoTime(sql`h.handled_at`)} as at
      from (${idRows(ids)}) k join event.inbox h on h.event_id = k.id and h.delivery = ${jobId} order by h.handled_at`);
}
