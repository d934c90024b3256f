-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

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
    with given as materialized (
      select g.*, a.id as action_id, v.version as known_version, v.schema, event.id_at(g."occurredAt") as id,
             count(*) over (partition by g."sourceEventId") as copies
        from jsonb_to_recordset(rows) g(n int, "sourceEventId" text, "memberId" text, action text, version smallint, attributes jsonb, context jsonb, "occurredAt" timestamptz)
        left join event.action a on a.name = g.action
        left join event.action_version v on v.action_id = a.id and v.version = coalesce(g.version, a.current_version)),
    checked as materialized (
      select g.*, changes.masked, changes.personal,
             g.copies = 1 and g."sourceEventId" is not null and octet_length(g."memberId") between 1 and 64 and g.known_version is not null
             and coalesce(changes.ok, true) and g.attributes ?& array(select jsonb_array_elements_text(coalesce(g.schema -> 'required', '[]')))
             and jsonb_typeof(g.context) = 'object' and octet_length(g.attributes::text) + octet_length(g.context::text) < 65536
             and (not g.context ? 'deviceId' or (jsonb_typeof(g.context -> 'deviceId') = 'string' and octet_length(g.context ->> 'deviceId') between 1 and 128))
             and g."occurredAt" <= clock_timestamp()
             and exists (select from event.partition_range p where g."occurredAt" >= (p.from_day::timestamp at time zone 'UTC') and g."occurredAt" < (p.to_day::timestamp at time zone 'UTC')) as is_plain
        from given g
        left join lateral (
          select bool_and(jsonb_typeof(c.value) = 'object' and c.value - 'from' - 'to' = '{}' and d.declared is not null and coalesce(sides.ok, true)) as ok,
                 jsonb_object_agg(c.key, sides.masked) filter (where d.declared ? 'personal' and sides.masked is not null) as masked,
                 jsonb_path_query_array(jsonb_agg(sides.personal) filter (where sides.personal is not null), '$[*][*]') as personal
            from jsonb_each(case when jsonb_typeof(g.attributes) = 'object' then g.attributes else '{"?": 0}' end) c
            cross join lateral (select g.schema -> 'properties' -> c.key as declared) d
            left join lateral (
              select bool_and(s.value = 'null' or (
                       jsonb_typeof(s.value) = (case d.declared ->> 'type' when 'integer' then 'number' else d.declared ->> 'type' end)
                       and (d.declared ->> 'type' <> 'integer' or case when jsonb_typeof(s.value) = 'number' then s.value::numeric = trunc(s.value::numeric) else false end)
                       and (not d.declared ? 'enum' or (d.declared -> 'enum') @> s.value)
                       and (not d.declared ? 'personal' or p.clear is not null)
                       -- A promoted number or an unusual text has rules of SNS to keep as well.
                       and (d.declared -> 'promote' is distinct from 'true' or s.key = 'from' or jsonb_typeof(s.value) = 'boolean'
                            or (jsonb_typeof(s.value) = 'string' and s.value #>> '{}' ~ '^[^"\\]+$')))) as ok,
                     jsonb_object_agg(s.key, case when p.clear is null then s.value else to_jsonb(event.mask(d.declared ->> 'personal', p.clear)) end) as masked,
                     jsonb_agg(jsonb_build_object('name', c.key, 'side', left(s.key, 1), 'kind', d.declared ->> 'personal', 'value', p.clear)) filter (where p.clear is not null) as personal
                from jsonb_each(case when jsonb_typeof(c.value) = 'object' then c.value else '{}' end) s
                cross join lateral (
                  select case when d.declared ? 'personal' and jsonb_typeof(s.value) = 'string' then event.normalize_personal(d.declared ->> 'personal', s.value #>> '{}') end as clear) p) sides on true) changes on true),
    plain as materialized (
      select c.n, c.id, c."sourceEventId", c."memberId", h.content,
             (select s.event_id from event.source_event s
               where s.source = import_events.source and s.source_event_id = c."sourceEventId" and coalesce(s.content_hash, h.content) = h.content) as known_id
        from checked c
       cross join lateral (
         select event.hash_of(jsonb_build_array(c."memberId", c.action, c.known_version, c.attributes, c.context, extract(epoch from c."occurredAt"), null::uuid, null::uuid, '{}'::jsonb)::text) as content offset 0) h
       where c.is_plain),
    claimed as (
      insert into event.source_event (source, source_event_id, event_id, member_id, content_hash)
      select import_events.source, p."sourceEventId", p.id, p."memberId", p.content from plain p where p.known_id is null order by p.n
      on conflict do nothing returning event_id),
    stored as (
      insert into event.member_event (id, member_id, correlation_id, action_id, version, origin, device_id, ip, attributes, context)
      select c.id, c."memberId", c.id, c.action_id, c.known_version, 1, c.context ->> 'deviceId', event.canonical_ip(c.context ->> 'ip'), c.attributes || coalesce(c.masked, '{}'), c.context
        from checked c join claimed k on k.event_id = c.id order by c.n),
    kept_apart as (
      insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
      select c.id, p.name, p.side, c."memberId", p.kind, p.value, event.hash_of(p.kind || ':' || p.value)
        from checked c join claimed k on k.event_id = c.id
        cross join lateral jsonb_to_recordset(c.personal) p(name text, side text, kind text, value text))
    select c.n, c."sourceEventId", c."memberId", c.action, c.version, c.attributes, c.context, c."occurredAt", k.event_id as stored_id, p.known_id
      from checked c left join claimed k on k.event_id = c.id left join plain p on p.n = c.n order by c.n
  loop
    n := r.n; event_id := coalesce(r.stored_id, r.known_id); is_new := r.stored_id is not null; field := null; rule := null; way_out := null;
    if event_id is null then
      begin
        select s.event_id, s.is_new into event_id, is_new
          from event.store_event(r."memberId", r.action, r.attributes, r.context, r."occurredAt", r.version, source, r."sourceEventId", null, null, '{}', null, 1::smallint) s;
      exception when sqlstate 'MS400' or sqlstate 'MS409' then
        get stacked diagnostics field = column_name, rule = message_text, way_out = pg_exception_hint;
        event_id := null; is_new := null;
      end;
    end if;
    return next;
  end loop;
end $$;
revoke all on function event.import_events from public;

-- Stores one event: every refusal, masks, hashes, the event row, what is to be published, and the producer's id. Owner only; the wrappers below are what others call.
create or replace function event.store_event(
  member_id text, action text, attributes jsonb, context jsonb, occurred_at timestamptz, version smallint, source text, source_event_id text,
  correlation_id uuid, causation_id uuid, message_attributes jsonb, due_after interval, origin smallint,
  out event_id uuid, out body text, out sns_attributes jsonb, out is_new boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  act event.action; ver event.action_version; e event.member_event; name text; side text; kind text; clear text; known event.source_event;
  masked jsonb; content bytea; personal jsonb[] := '{}'; p jsonb; props jsonb; ip_value text; device_value text;
begin
  if store_event.member_id is null or octet_length(store_event.member_id) not between 1 and 64 then
    perform event.refuse('memberId', 'must have 1 to 64 bytes', 'Give the member''s identifier, or ''unknown'' when no account was recognised.');
  end if;
  if store_event.action is null then perform event.refuse('action', 'must be given', 'Give the name of an action in the event catalog.'); end if;
  select * into act from event.action a where a.name = store_event.action;
  if act.id is null then
    perform event.refuse('action', 'there is no action "' || left(store_event.action, 100) || '" in the event catalog', 'Correct the name, or push a catalog that has it.');
  end if;
  select * into ver from event.action_version v where v.action_id = act.id and v.version = coalesce(store_event.version, act.current_version);
  if ver.action_id is null then
    perform event.refuse('version', act.name || ' has no version ' || store_event.version, 'Leave it out for version ' || act.current_version || ', or push that version.');
  end if;
  attributes := coalesce(attributes, '{}'); context := coalesce(context, '{}'); message_attributes := coalesce(message_attributes, '{}');
  if jsonb_typeof(store_event.attributes) <> 'object' then perform event.refuse('attributes', 'must be an object', 'Write {"name": {"from": old, "to": new}}.'); end if;
  if jsonb_typeof(store_event.context) <> 'object' then perform event.refuse('context', 'must be an object', 'Write {"deviceId": "...", "ip": "..."}.'); end if;
  if jsonb_typeof(store_event.message_attributes) <> 'object' then perform event.refuse('messageAttributes', 'must be an object', 'Give {"name": {"Type": "String", "Value": "..."}}.'); end if;
  props := coalesce(ver.schema -> 'properties', '{}');
  for name in select jsonb_object_keys(store_event.attributes) loop
    perform event.check_attribute(name, store_event.attributes -> name, props -> name, act.name);
  end loop;
  for name in select jsonb_array_elements_text(coalesce(ver.schema -> 'required', '[]')) loop
    if not store_event.attributes ? name then perform event.refuse('attributes.' || name, 'is required for ' || act.name, 'Give it as {"from": old, "to": new}.'); end if;
  end loop;
  if store_event.context ? 'deviceId' and (jsonb_typeof(store_event.context -> 'deviceId') <> 'string' or octet_length(store_event.context ->> 'deviceId') not between 1 and 128) then
    perform event.refuse('context.deviceId', 'must be text of 1 to 128 bytes', 'Correct it, or leave it out when it is not known.');
  end if;
  -- Searched in its one form; what is no address stays in the context alone.
  device_value := store_event.context ->> 'deviceId'; ip_value := event.canonical_ip(store_event.context ->> 'ip');
  if store_event.occurred_at is not null then
    if store_event.occurred_at > clock_timestamp() + interval '5 minutes' then
      perform event.refuse('occurredAt', 'lies more than five minutes in the future', 'Correct the clock or the time zone of the producer.');
    end if;
    if not exists (select from event.partition_range r where store_event.occurred_at >= (r.from_day::timestamp at time zone 'UTC') and store_event.occurred_at < (r.to_day::timestamp at time zone 'UTC')) then
      perform event.refuse('occurredAt', 'lies before the oldest partition', 'Add the partitions of that time first (event.add_quarters), or correct the time.');
    end if;
  end if;
  if (store_event.source is null) <> (store_event.source_event_id is null) then
    perform event.refuse('sourceEventId', 'source and sourceEventId go together', 'Give both or neither.');
  end if;

  event_id := case when store_event.occurred_at is null then uuidv7() else event.id_at(store_event.occurred_at) end;
  is_new := true;
  if store_event.source is not null then
    content := event.hash_of(jsonb_build_array(store_event.member_id, act.name, ver.version, store_event.attributes, store_event.context, extract(epoch from store_event.occurred_at),
      store_event.correlation_id, store_event.causation_id, store_event.message_attributes)::text);
    insert into event.source_event values (store_event.source, store_event.source_event_id, store_event.event_id, store_event.member_id, content) on conflict do nothing;
    if not found then
      select * into known from event.source_event s where s.source = store_event.source and s.source_event_id = store_event.source_event_id;
      if known.content_hash is not null and known.content_hash <> content then
        perform event.refuse('sourceEventId', 'was stored before with other content, as event ' || known.event_id, 'Send the same content again, or use a new id.', 'MS409');
      end if;
      event_id := known.event_id; is_new := false;
      return;
    end if;
  end if;

  masked := store_event.attributes;
  for name, kind in select q.key, q.value ->> 'personal' from jsonb_each(props) q where q.value ? 'personal' and store_event.attributes ? q.key loop
    foreach side in array array['from', 'to'] loop
      continue when coalesce(jsonb_typeof(store_event.attributes -> name -> side), 'null') = 'null';
      clear := event.normalize_personal(kind, store_event.attributes -> name ->> side);
      if clear is null then
        perform event.refuse('attributes.' || name || '.' || side, 'is not a valid ' || kind, case kind when 'phone' then 'Write it like 010-1234-5678 or +82 10 1234 5678.' when 'email' then 'Write it like name@example.com.' else 'Give 1 to 1024 bytes of text.' end);
      end if;
      masked := jsonb_set(masked, array[name, side], to_jsonb(event.mask(kind, clear)));
      personal := personal || jsonb_build_object('name', name, 'side', left(side, 1), 'kind', kind, 'value', clear);
    end loop;
  end loop;

  insert into event.member_event (id, member_id, correlation_id, causation_id, action_id, version, origin, device_id, ip, attributes, context, message_attributes)
  values (store_event.event_id, store_event.member_id, coalesce(store_event.correlation_id, store_event.event_id), store_event.causation_id, act.id, ver.version, coalesce(store_event.origin, 0::smallint),
          device_value, ip_value, masked, store_event.context, store_event.message_attributes)
  returning * into e;
  foreach p in array personal loop
    insert into event.personal_value values (e.id, p ->> 'name', p ->> 'side', e.member_id, p ->> 'kind', p ->> 'value', event.hash_of((p ->> 'kind') || ':' || (p ->> 'value')));
  end loop;
  body := event.internal_body(e, act.name);
  sns_attributes := event.message_attributes_of(e, 'internal');
  perform event.check_message_attributes(store_event.message_attributes, sns_attributes);
  if props @? '$.* ? (@.promote == true)' then
    insert into event.left_out (event_id, member_id, name, why) select e.id, e.member_id, l.name, l.why from event.left_out_of(e.attributes, props) l;
  end if;
  -- 256 KiB for body and attributes together, 1 KiB of it kept for target, replay and attempt.
  if octet_length(body) + (select sum(octet_length(a.key) + octet_length(a.value ->> 'Type') + octet_length(a.value ->> 'Value')) from jsonb_each(sns_attributes) a) > 261120 then
    perform event.refuse('attributes', 'the message would be larger than 255 KiB, SNS takes 256 KiB with its attributes', 'Store large values elsewhere and refer to them.');
  end if;
  if e.origin = 0 then
    insert into event.pending (event_id, layer, stored_at, next_at)
    select e.id, c.layer, e.stored_at, e.stored_at + case when c.layer = 1 then coalesce(store_event.due_after, c.unpublished_after) else c.unpublished_after end
      from event.layer_control c where c.layer = 1 or ver.external;
  end if;
end $$;
revoke all on function event.store_event from public;

set local check_function_bodies = on;

-- End of functions and views.
