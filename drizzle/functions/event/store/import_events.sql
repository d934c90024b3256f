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
      select g.*, a.id as action_id, v.version as known_version, v.declared, v.required, v.personal_names, v.personal_kinds, v.fault,
             count(*) over (partition by g."sourceEventId") as copies
        from jsonb_to_recordset(rows) g(n int, "sourceEventId" text, "memberId" text, action text, version smallint, attributes jsonb, context jsonb, "occurredAt" timestamptz)
        left join event.action a on a.name = g.action
        left join event.action_version v on v.action_id = a.id and v.version = coalesce(g.version, a.current_version)),
    -- Ids are minted in the order of the rows: events of one time keep it.
    given as materialized (
      select j.*, event.id_at(j."occurredAt", j."memberId") as id from (select * from joined order by n offset 0) j),
    checked as materialized (
      select g.*, apart.masked, apart.personal,
             g.copies = 1 and g."sourceEventId" is not null and octet_length(g."memberId") between 1 and 64 and g.known_version is not null
             and case when jsonb_typeof(g.attributes) = 'object'
                   then g.attributes - g.declared = '{}' and g.attributes ?& g.required and not coalesce(jsonb_path_match(g.attributes, g.fault, '{}', true), true) end is true
             and coalesce(apart.ok, true)
             and jsonb_typeof(g.context) = 'object' and octet_length(g.attributes::text) + octet_length(g.context::text) < 65536
             and (not g.context ? 'deviceId' or (jsonb_typeof(g.context -> 'deviceId') = 'string' and octet_length(g.context ->> 'deviceId') between 1 and 128))
             and g."occurredAt" <= clock_timestamp()
             and exists (select from event.partition_range p where g."occurredAt" >= (p.from_day::timestamp at time zone 'UTC') and g."occurredAt" < (p.to_day::timestamp at time zone 'UTC')) as is_plain
        from given g
        left join lateral (
          select bool_and(one.clear is not null) as ok, jsonb_object_agg(one.name, one.masked) as masked, jsonb_agg(one.apart) as personal
            from (select k.name, c.clear, (g.attributes -> k.name) || jsonb_object_agg(s.side, event.mask(k.kind, c.clear)) over (partition by k.name) as masked,
                         jsonb_build_object('name', k.name, 'side', left(s.side, 1), 'kind', k.kind, 'value', c.clear) as apart
                    from unnest(g.personal_names, g.personal_kinds) k(name, kind)
                   cross join (values ('from'), ('to')) s(side)
                   cross join lateral (select event.normalize_personal(k.kind, g.attributes -> k.name ->> s.side) as clear) c
                   where jsonb_typeof(g.attributes -> k.name) = 'object' and g.attributes -> k.name ->> s.side is not null) one) apart on g.personal_names <> '{}'),
    plain as materialized (
      select c.n, c.id, c."sourceEventId", c."memberId", h.content,
             (select s.event_id from event.source_event s
               where s.source = import_events.source and s.source_event_id = c."sourceEventId" and coalesce(s.content_hash, h.content) = h.content) as known_id
        from checked c
       cross join lateral (
         select event.content_hash(c."memberId", c.action, c.known_version, c.attributes, c.context, c."occurredAt", null, null, '{}') as content offset 0) h
       where c.is_plain),
    claimed as (
      insert into event.source_event (source, source_event_id, event_id, member_id, content_hash)
      select import_events.source, p."sourceEventId", p.id, p."memberId", p.content from plain p where p.known_id is null order by p.n
      on conflict do nothing returning event_id),
    stored as (
      insert into event.member_event (id, member_id, correlation_id, action_id, version, origin, device_id, ip, attributes, context)
      select c.id, c."memberId", c.id, c.action_id, c.known_version, 1, c.context ->> 'deviceId', event.canonical_ip(c.context ->> 'ip'), c.attributes || coalesce(c.masked, '{}'), c.context
        from checked c join claimed k on k.event_id = c.id order by c.n),
    to_recount as (
      insert into event.recount select distinct date_trunc('hour', c."occurredAt") from checked c join claimed k on k.event_id = c.id),
    kept_apart as (
      insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
      select c.id, p.name, p.side, c."memberId", p.kind, p.value, event.hash_of(p.kind || ':' || p.value)
        from checked c join claimed k on k.event_id = c.id
        cross join lateral jsonb_to_recordset(c.personal) p(name text, side text, kind text, value text)
       where not exists (select from event.erased_member x where x.member_id = c."memberId"))
    select c.n, c."sourceEventId", c."memberId", c.action, c.version, c.attributes, c.context, c."occurredAt", c.id, k.event_id as stored_id, p.known_id
      from checked c left join claimed k on k.event_id = c.id left join plain p on p.n = c.n order by c.n
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
