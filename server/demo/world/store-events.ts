import type { TransactionSql } from "postgres";
import { copyRows } from "./copy-rows.ts";
import type { WorldEvent, WorldHandling } from "./world-event.ts";

/**
 * Stores events of the invented past as if event.store_event had been called for each at its time, and the recorder had
 * done its work: the same masks, hashes and columns, by a few statements for all of them. Missed ones wait to be sent.
 *
 * A test holds what this writes against what event.store_event writes.
 *
 * @param tx a transaction of the owner: no login role could set the time of storing.
 * @throws what PostgreSQL says; also when an action is not in the catalog or a personal value is not valid.
 */
export async function storeEvents(tx: TransactionSql, events: readonly WorldEvent[]): Promise<void> {
  await stage(tx, events);
  await stagePersonal(tx);
  await tx`
    insert into event.member_event (id, member_id, stored_at, correlation_id, causation_id, action_id, version, device_id, ip, attributes, context)
    select w.id, w.member_id, w.stored_at, w.correlation_id, w.causation_id, w.action_id, w.version, w.context ->> 'deviceId', event.canonical_ip(w.context ->> 'ip'),
           case when m.masked is null then w.attributes else w.attributes || m.masked end, w.context
      from world_event w
      left join (select event_id, jsonb_object_agg(name, changes) as masked
                   from (select event_id, name, jsonb_object_agg(case side when 'f' then 'from' else 'to' end, event.mask(kind, clear)) as changes
                           from world_personal group by event_id, name) x
                  group by event_id) m on m.event_id = w.id
     order by w.id`;
  await tx`
    insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
    select event_id, name, side, member_id, kind, clear, event.hash_of(kind || ':' || clear) from world_personal order by event_id`;
  await tx`
    insert into event.publication (event_id, member_id, layer, published_at)
    select id, member_id, layer, stored_at + make_interval(secs => layer * (40 + spread % 160) / 1000.0)
      from world_event, generate_series(1, case when external then 2 else 1 end) layer where not missed order by id`;
  await tx`
    insert into event.pending (event_id, member_id, layer, stored_at, next_at)
    select w.id, w.member_id, c.layer, w.stored_at, w.stored_at + c.unpublished_after
      from world_event w join event.layer_control c on c.layer = 1 or w.external where w.missed`;
}

/** What policies did with events, as their inbox would say. */
export async function storeHandlings(tx: TransactionSql, handlings: readonly WorldHandling[]): Promise<void> {
  const rows = handlings.map(({ handler, eventId, memberId, at, outcome }) => [
    handler,
    eventId,
    memberId,
    "live",
    new Date(at),
    outcome,
  ]);
  await copyRows(tx, "event.inbox (handler, event_id, member_id, delivery, handled_at, outcome)", rows);
}

async function stage(tx: TransactionSql, events: readonly WorldEvent[]): Promise<void> {
  await tx`
    create temporary table if not exists world_given (
      id uuid, member_id text, action text, version smallint, attributes jsonb, context jsonb, correlation_id uuid, causation_id uuid, missed boolean)
    on commit delete rows`;
  const rows = events.map((event) => {
    const { id, memberId, action, version, attributes, context, correlationId, causationId, missed } = event;
    return [id, memberId, action, version, attributes, context, correlationId, causationId, missed];
  });
  await copyRows(tx, "world_given", rows);
  // Stored a few milliseconds after it happened, without what did not change.
  await tx`drop table if exists world_event`;
  await tx`
    create temporary table world_event on commit drop as
    select g.id, g.member_id, g.action, g.version, g.attributes - event.no_changes(g.attributes) as attributes, g.context, g.correlation_id, g.causation_id,
           g.missed, a.id as action_id, v.external, v.schema, s.spread,
           uuid_extract_timestamp(g.id) + make_interval(secs => (2 + s.spread % 7) / 1000.0) as stored_at
      from world_given g
      left join event.action a on a.name = g.action
      left join event.action_version v on v.action_id = a.id and v.version = g.version,
      lateral (select abs(hashtext(g.id::text) % 1009) as spread) s`;
  await tx`analyze world_event (id, action_id, version)`;
}

/** One row a personal value, normalized; one that is not valid has no clear form, and its column refuses that. */
async function stagePersonal(tx: TransactionSql): Promise<void> {
  await tx`
    create temporary table if not exists world_personal (
      event_id uuid not null, member_id text not null, name text not null, side text not null, kind text not null, clear text not null)
    on commit delete rows`;
  await tx`
    insert into world_personal
    select w.id, w.member_id, p.name, left(s.side, 1), p.kind, event.normalize_personal(p.kind, w.attributes -> p.name ->> s.side)
      from (select v.action_id, v.version, q.key as name, q.value ->> 'personal' as kind
              from event.action_version v, jsonb_each(v.schema -> 'properties') q where q.value ? 'personal') p
      join world_event w on w.action_id = p.action_id and w.version = p.version and w.attributes ? p.name,
      (values ('from'), ('to')) s(side)
     where coalesce(jsonb_typeof(w.attributes -> p.name -> s.side), 'null') <> 'null'`;
  await tx`analyze world_personal (event_id)`;
}
