import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { eventOf } from "../event-storage/event-of.ts";
import { selectUnstored } from "../event-storage/select-unstored.ts";
import { DETECTOR, type MemberscopeMessage } from "../messaging/message.ts";
import { arrayText } from "../sql-values.ts";
import { ALL } from "../vocabulary/choices/send-choices.ts";

/** How many events became published, and of which ids no event is stored. */
export type Recorded = { published: number; unstored: ReadonlySet<string> };

/**
 * Records that messages came through SNS: the only place where an event becomes published.
 *
 * A message to everybody publishes its event in its layer, once: the first time stands, and what was waiting is gone. A
 * message of a job confirms the job's item, whoever it was for. Safe to repeat, in any order, and with other recorders at
 * work; ids that nobody stored and imported events change nothing.
 *
 * What waits is stored, of the layer, and not imported: nearly all messages need no look at their event, and one statement
 * does for the batch.
 */
export async function recordPublication(db: Executor, messages: readonly MemberscopeMessage[]): Promise<Recorded> {
  const { taken, published } = await publishWaiting(db, messages.filter(isToAll));
  const rest = messages.filter((message) => !taken.has(keyOf(message.event.eventId, layerOf(message))));
  const unstored = await selectUnstored(
    db,
    rest.map(({ event }) => event.eventId),
  );
  const late = await publishOthers(
    db,
    rest.filter((message) => isToAll(message) && !unstored.has(message.event.eventId)),
  );
  await confirmItems(
    db,
    messages.filter(({ replay }) => replay !== null && replay !== DETECTOR),
  );
  return { published: published + late, unstored };
}

const isToAll = ({ target }: MemberscopeMessage) => target === ALL;
const layerOf = ({ layer }: MemberscopeMessage): 1 | 2 => (layer === "internal" ? 1 : 2);
const keyOf = (eventId: string, layer: number) => `${eventId.toLowerCase()} ${layer}`;

/** Messages as a parameter that `arrived` reads. */
function arrivedOf(messages: readonly MemberscopeMessage[]): string {
  return JSON.stringify(
    messages.map((message) => ({
      event_id: message.event.eventId,
      member_id: message.event.memberId,
      layer: layerOf(message),
      job_id: message.replay,
    })),
  );
}

type Arrived = { eventId: string; memberId: string; layer: 1 | 2 };

/** What arrived, each once, in the order of the ids. */
function arrivedIn(messages: readonly MemberscopeMessage[]): Arrived[] {
  const arrived = new Map<string, Arrived>();
  for (const message of messages) {
    const { eventId, memberId } = message.event;
    arrived.set(`${keyOf(eventId, layerOf(message))} ${memberId}`, { eventId, memberId, layer: layerOf(message) });
  }
  return [...arrived.values()].sort((a, b) => (keyOf(a.eventId, a.layer) < keyOf(b.eventId, b.layer) ? -1 : 1));
}

/** `taken` are the messages whose event waited, does so no more, and is published by it. */
async function publishWaiting(
  db: Executor,
  messages: readonly MemberscopeMessage[],
): Promise<{ taken: Set<string>; published: number }> {
  if (messages.length === 0) return { taken: new Set(), published: 0 };
  const arrived = arrivedIn(messages);
  const rows = await db.execute<{ event_id: string; layer: number }>(sql`
    with held as (
      -- In the one order that they are given in, so that two recorders with the same messages wait for each other instead of deadlocking; each by
      -- its key, however few waited when the plan was made.
      select w.event_id, w.layer
        from unnest(${arrayText(arrived.map(({ eventId }) => eventId))}::text::uuid[],
                    ${arrayText(arrived.map(({ memberId }) => memberId))}::text::text[],
                    ${arrayText(arrived.map(({ layer }) => layer))}::text::smallint[]) as a(event_id, member_id, layer)
       cross join lateral (
         select p.event_id, p.layer from event.pending p
          where p.event_id = a.event_id and p.layer = a.layer and p.member_id = a.member_id limit 1 for update) w),
    gone as (
      delete from event.pending p using held h where p.event_id = h.event_id and p.layer = h.layer
      returning p.event_id, p.member_id, p.layer)
    insert into event.publication (event_id, member_id, layer) select event_id, member_id, layer from gone
    on conflict do nothing returning event_id, layer`);
  return { taken: new Set(rows.map(({ event_id, layer }) => keyOf(event_id, layer))), published: rows.length };
}

/** Messages whose event does not wait: copies of what is published, and what fell out of the waiting. */
async function publishOthers(db: Executor, messages: readonly MemberscopeMessage[]): Promise<number> {
  if (messages.length === 0) return 0;
  const [row] = await db.execute<{ published: number }>(sql`
    with live as (
      select distinct a.event_id, a.member_id, a.layer
        from jsonb_to_recordset(${arrivedOf(messages)}::text::jsonb) as a(event_id uuid, member_id text, layer smallint)
       cross join lateral ${eventOf(sql`a.event_id`, sql`a.member_id`)} e
        join event.action_version v on v.action_id = e.action_id and v.version = e.version
       where e.origin = 0 and (a.layer = 1 or v.external)),
    published as (
      insert into event.publication (event_id, member_id, layer)
      select event_id, member_id, layer from live order by event_id, layer
      on conflict do nothing returning 1)
    select count(*)::int as published from published`);
  return row?.published ?? 0;
}

async function confirmItems(db: Executor, messages: readonly MemberscopeMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await db.execute(sql`
    with arrived as (
      select distinct a.job_id, a.event_id
        from jsonb_to_recordset(${arrivedOf(messages)}::text::jsonb) as a(event_id uuid, layer smallint, job_id uuid)
        join republish.job j on j.id = a.job_id and j.layer = a.layer
       order by a.job_id, a.event_id),
    held as (
      -- In the one order in which whoever sends them locks them, too: else the two deadlock.
      select w.job_id, w.event_id from arrived a cross join lateral (
        select i.job_id, i.event_id from republish.item i
         where i.job_id = a.job_id and i.event_id = a.event_id and i.confirmed_at is null limit 1 for update) w)
    update republish.item i set state = 'confirmed', confirmed_at = clock_timestamp(), error = null
      from held h where i.job_id = h.job_id and i.event_id = h.event_id`);
}
