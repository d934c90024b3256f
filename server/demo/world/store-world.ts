import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { logOutElsewhere, outcomeOf } from "../../policies/log-out-elsewhere.ts";
import type { World, WorldEvent } from "./world-event.ts";

/** Events to a statement: few round trips, and parameters of a megabyte at most. */
const CHUNK = 2000;

/**
 * Stores an invented world: its members as they are now, and their past as events that were published then, but for the
 * missed ones, which wait to be sent as if stored at their time. Every event passes event.store_event, so that nothing
 * stands in the past which could not be stored today.
 *
 * @param tx a transaction of the owner, in which the time of storing is set back: no login role could.
 */
export async function storeWorld(tx: Executor, world: World): Promise<void> {
  // Thousands of calls with the same plans: planning each anew took a fifth of the time.
  await tx.execute(sql`set local plan_cache_mode = force_generic_plan`);
  await tx.execute(sql`
    create temporary table world_event (key int primary key, id uuid not null, missed boolean not null) on commit drop`);
  // A cause has its id only when it is stored.
  await storeEvents(
    tx,
    world.events.filter(({ causeKey }) => causeKey === null),
  );
  await storeEvents(
    tx,
    world.events.filter(({ causeKey }) => causeKey !== null),
  );
  await setStoredTimes(tx);
  await markPublished(tx);
  await markHandled(tx);
  await storeMembers(tx, world);
}

function chunksOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, at) => all.slice(at * CHUNK, (at + 1) * CHUNK));
}

/** By way of text: the driver would make a JSON string of a value that is JSON text already. */
function json(value: unknown): SQL {
  return sql`${JSON.stringify(value)}::text::jsonb`;
}

async function storeEvents(tx: Executor, events: readonly WorldEvent[]): Promise<void> {
  for (const chunk of chunksOf(events)) {
    await tx.execute(sql`
      insert into world_event
      select e.key, s.event_id, e.missed
        from jsonb_to_recordset(${json(chunk)}) e(key int, at bigint, "memberId" text, action text, attributes jsonb, context jsonb, "causeKey" int, missed boolean)
        left join world_event cause on cause.key = e."causeKey"
        cross join lateral event.store_event(e."memberId", e.action, e.attributes, e.context, to_timestamp(e.at / 1000.0), null, null, null,
                                             cause.id, cause.id, '{}', null, 0::smallint) s`);
  }
}

/** Stored a few milliseconds after it happened; due when a process that publishes itself has had its time. */
async function setStoredTimes(tx: Executor): Promise<void> {
  await tx.execute(sql`
    update event.member_event e set stored_at = uuid_extract_timestamp(e.id) + make_interval(secs => (2 + w.key % 7) / 1000.0)
      from world_event w where w.id = e.id`);
  await tx.execute(sql`
    update event.pending p set stored_at = e.stored_at, next_at = e.stored_at + c.unpublished_after
      from world_event w, event.member_event e, event.layer_control c
     where w.missed and w.id = p.event_id and e.id = p.event_id and c.layer = p.layer`);
}

/** The recorder's work of then: 40 to 400 milliseconds after storing, the external layer later than the internal one. */
async function markPublished(tx: Executor): Promise<void> {
  await tx.execute(sql`
    with done as (
      delete from event.pending p using world_event w where w.id = p.event_id and not w.missed returning p.event_id, p.layer, w.key)
    insert into event.publication (event_id, layer, published_at)
    select d.event_id, d.layer, e.stored_at + make_interval(secs => d.layer * (40 + (d.key * 37) % 160) / 1000.0)
      from done d join event.member_event e on e.id = d.event_id`);
}

/** What the policy did at each log-in, as its inbox would say. */
async function markHandled(tx: Executor): Promise<void> {
  await tx.execute(sql`
    insert into event.inbox (handler, event_id, delivery, handled_at, outcome)
    select ${logOutElsewhere.id}, e.id, 'live', e.stored_at + make_interval(secs => (90 + (w.key * 13) % 400) / 1000.0),
           case caused.n when 0 then ${outcomeOf(0)} when 1 then ${outcomeOf(1)} else replace(${outcomeOf(9)}, '9', caused.n::text) end
      from world_event w
      join event.member_event e on e.id = w.id
      join event.action a on a.id = e.action_id and a.name in ${logOutElsewhere.actions}
      cross join lateral (select count(*) n from event.member_event c where c.correlation_id = e.id and c.causation_id = e.id) caused
     where not w.missed`);
}

async function storeMembers(tx: Executor, { members, sessions }: World): Promise<void> {
  await tx.execute(sql`
    insert into member.member (id, status, name, phone, email, address, identity_verified_at, joined_at)
    select m.id, m.status, m.name, m.phone, m.email, m.address, to_timestamp(m."identityVerifiedAt" / 1000.0), to_timestamp(m."joinedAt" / 1000.0)
      from jsonb_to_recordset(${json(members)}) m(id text, status text, name text, phone text, email text, address text, "identityVerifiedAt" bigint, "joinedAt" bigint)`);
  await tx.execute(sql`
    insert into member.session (login_event_id, member_id, device_id, ip)
    select w.id, s."memberId", s."deviceId", s.ip
      from jsonb_to_recordset(${json(sessions)}) s("loginKey" int, "memberId" text, "deviceId" text, ip text) join world_event w on w.key = s."loginKey"`);
  await tx.execute(sql`
    insert into family_account.family_member (member_id, family_id, joined_at, withdrawn_at)
    select m.id, m."familyId", to_timestamp(m."joinedAt" / 1000.0) + interval '2 days', to_timestamp(m."withdrawnAt" / 1000.0)
      from jsonb_to_recordset(${json(members.filter(({ familyId }) => familyId !== null))}) m(id text, "familyId" bigint, "joinedAt" bigint, "withdrawnAt" bigint)`);
}
