-- Takes rows of a former record table over as events that are never published (origin 1). Owner only.
--
-- rows: [{n, sourceEventId, memberId, action, version?, attributes, context, occurredAt}]. Gives each row's n with its event, or with the refusal.
-- Rows that plainly keep every rule are stored by sets, many times faster; all others are left to event.store_event, so that what is refused is its
-- word alone. A row passes here only when event.store_event would take it as it stands.
create or replace function event.import_events(source text, rows jsonb,
  out n int, out event_id uuid, out is_new boolean, out field text, out rule text, out way_out text)
-- The plan is kept for a session that begins with empty tables: what is small then must be read by its index all the same.
returns setof record language plpgsql set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare r record;
begin
  for r in
    with joined as (
      select g.*, a.id as action_id, v.version as known_version, v.personal_names, v.personal_kinds,
             count(*) over (partition by g."sourceEventId" collate "C") = 1 and g."sourceEventId" is not null and octet_length(g."memberId") between 1 and 64
             and v.version is not null
             and case when jsonb_typeof(g.attributes) = 'object'
                   then g.attributes - v.declared = '{}' and g.attributes ?& v.required and not coalesce(jsonb_path_match(g.attributes, v.fault, '{}', true), true) end is true
             and jsonb_typeof(g.context) = 'object'
             and (not g.context ? 'deviceId' or (jsonb_typeof(g.context -> 'deviceId') = 'string' and octet_length(g.context ->> 'deviceId') between 1 and 128))
             and g."occurredAt" <= clock_timestamp()
             and not (erases.devices and exists (select from event.erased_member x where x.member_id = g."memberId")) as is_plain
        from jsonb_to_recordset(rows) g(n int, "sourceEventId" text, "memberId" text, action text, version smallint, attributes jsonb, context jsonb, "occurredAt" timestamptz)
       cross join (select event.erases_devices() as devices) erases
        left join event.action a on a.name = g.action
        left join event.action_version v on v.action_id = a.id and v.version = coalesce(g.version, a.current_version)),
    -- Ids are minted in the order of the rows: events of one time keep it.
    given as materialized (
      select j.*, event.id_at(j."occurredAt", j."memberId") as id from (select * from joined order by n offset 0) j),
    -- The sides of personal attributes: few rows have some, and each is looked at once.
    side as materialized (
      select g.n, k.name, k.kind, s.side, g.attributes -> k.name as change, event.normalize_personal(k.kind, g.attributes -> k.name ->> s.side) as clear
        from (select * from given where is_plain and personal_names <> '{}' offset 0) g
       cross join lateral unnest(g.personal_names, g.personal_kinds) k(name, kind)
       cross join (values ('from'), ('to')) s(side)
       where g.attributes -> k.name ->> s.side is not null),
    apart as materialized (
      select c.n, bool_and(c.ok) as ok, jsonb_object_agg(c.name, c.change || c.masks) as masked
        from (select s.n, s.name, s.change, bool_and(s.clear is not null) as ok, jsonb_object_agg(s.side, event.mask(s.kind, s.clear)) as masks
                from side s group by s.n, s.name, s.change) c
       group by c.n),
    covered as materialized (
      select p.from_day::timestamp at time zone 'UTC' as from_time, p.to_day::timestamp at time zone 'UTC' as to_time from event.partition_range p),
    told as materialized (
      select g.n, g.id, g."sourceEventId", g."memberId",
             event.content_of(g."memberId", g.action, g.known_version, g.attributes, g.context, g."occurredAt", null, null, '{}') as content
        from given g left join apart a on a.n = g.n
       where g.is_plain and coalesce(a.ok, true) and exists (select from covered p where g."occurredAt" >= p.from_time and g."occurredAt" < p.to_time)),
    -- As event.hash_of makes them, with the key read once.
    hashed as materialized (
      select t.n, t.id, t."sourceEventId", t."memberId",
             extension.hmac(convert_to(t.content, 'UTF8'), (select k.key from event.hash_key k where k.active), 'sha256') as content
        from told t where octet_length(t.content) < 65536),
    plain as materialized (
      select h.*, (select s.event_id from event.source_event s
                    where s.source = import_events.source and s.source_event_id = h."sourceEventId" and coalesce(s.content_hash, h.content) = h.content) as known_id
        from hashed h),
    claimed as (
      insert into event.source_event (source, source_event_id, event_id, member_id, content_hash)
      select import_events.source, p."sourceEventId", p.id, p."memberId", p.content from plain p where p.known_id is null order by p.n
      on conflict do nothing returning event_id),
    stored as (
      insert into event.member_event (id, member_id, correlation_id, action_id, version, origin, device_id, ip, attributes, context)
      select g.id, g."memberId", g.id, g.action_id, g.known_version, 1, g.context ->> 'deviceId', event.canonical_ip(g.context ->> 'ip'), g.attributes || coalesce(a.masked, '{}'), g.context
        from given g join claimed k on k.event_id = g.id left join apart a on a.n = g.n order by g.n),
    to_recount as (
      insert into event.recount select distinct date_trunc('hour', g."occurredAt") from given g join claimed k on k.event_id = g.id),
    kept_apart as (
      insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
      select g.id, s.name, left(s.side, 1), g."memberId", s.kind, s.clear,
             extension.hmac(convert_to(s.kind || ':' || s.clear, 'UTF8'), (select k.key from event.hash_key k where k.active), 'sha256')
        from side s join given g on g.n = s.n join claimed k on k.event_id = g.id
       where not exists (select from event.erased_member x where x.member_id = g."memberId"))
    select g.n, g."sourceEventId", g."memberId", g.action, g.version, g.attributes, g.context, g."occurredAt", g.id, k.event_id as stored_id, p.known_id
      from given g left join claimed k on k.event_id = g.id left join plain p on p.n = g.n order by g.n
  loop
    n := r.n; event_id := coalesce(r.stored_id, r.known_id); is_new := r.stored_id is not null; field := null; rule := null; way_out := null;
    if event_id is null then
      begin
        select s.event_id, s.is_new into event_id, is_new
          from event.store_event(r."memberId", r.action, r.attributes, r.context, r."occurredAt", r.version, source, r."sourceEventId", null, null, '{}', null, 1::smallint, r.id) s;
      exception when sqlstate 'MS400' or sqlstate 'MS409' then
        get stacked diagnostics field = column_name, rule = message_text, way_out = pg_exception_hint;
        event_id := null; is_new := null;
      end;
    end if;
    return next;
  end loop;
end $$;
revoke all on function event.import_events from public;
