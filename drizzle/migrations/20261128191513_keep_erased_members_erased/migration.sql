-- How much went with a member: told to whoever asks afterwards.
alter table event.erased_member add column extent jsonb;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- Every clear value that is known of a member, in events and in the profile.
create or replace function event.clear_values_of(member_id text) returns setof text language sql stable set search_path = pg_catalog, pg_temp as $$
  select p.value from event.personal_value p where p.member_id = $1
  union
  select c.clear from event.member_profile m
   cross join lateral (values ('name', m.name), ('phone', m.phone), ('email', m.email), ('address', m.address)) k(kind, given)
   cross join lateral (select event.normalize_personal(k.kind, k.given) as clear) c
   where m.member_id = $1 and c.clear is not null
$$;
revoke all on function event.clear_values_of from public;

-- Deletes clear values of members who were erased within the last week: of events whose transaction was open while the member was erased, and so saw no erasure.
-- Later events keep none (event.store_event). Gives how many went.
create or replace function event.erase_late_values() returns int language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare erased int;
begin
  delete from event.personal_value p using event.erased_member e where p.member_id = e.member_id and e.erased_at > clock_timestamp() - interval '7 days';
  get diagnostics erased = row_count;
  return erased;
end $$;
revoke all on function event.erase_late_values from public;
grant execute on function event.erase_late_values to memberscope_worker;

-- Erases a member as another person has asked for: the clear values and their hashes, searches kept, views saved and jobs ordered with one of them, what the member system forgets, and, where
-- the rule says so, devices and addresses. A tombstone event stays, and the mark by which nothing of the member is sent again.
-- outcome: erased, held, same person, unknown (no open request), forbidden.
create or replace function event.erase_member(account_id uuid, request_id uuid, out outcome text, out member_id text, out tombstone_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare request event.erasure; clear text; extent jsonb;
begin
  select * into request from event.erasure r where r.id = erase_member.request_id and r.closed_at is null for update;
  member_id := request.member_id;
  outcome := case
    when not exists (select from staff.account a where a.id = account_id and a.role = 'admin' and a.disabled_at is null) then 'forbidden'
    when request.id is null then 'unknown'
    when request.requested_by = account_id then 'same person'
    when exists (select from event.legal_hold h where h.member_id = request.member_id and h.lifted_at is null) then 'held'
    else 'erased' end;
  if outcome <> 'erased' then return; end if;
  select jsonb_build_object('clearValues', x.clear_values, 'keptSearches', x.kept_searches, 'savedViews', x.saved_views, 'jobs', x.jobs, 'deviceEvents', x.device_events)
    into extent from event.erasure_extent(request.member_id) x;
  for clear in select v.value from event.clear_values_of(request.member_id) v(value) loop
    delete from staff.kept_search k where event.holds_value(to_jsonb(k) - 'key', clear);
    delete from staff.saved_view s where event.holds_value(to_jsonb(s) - 'id', clear);
    -- A job keeps what it has done; of what it was asked only the value goes.
    update republish.job j
       set selection = jsonb_set(j.selection, '{conditions}', (
             select jsonb_agg(case when event.holds_value(c.one, clear) then c.one || '{"values": ["***"]}' else c.one end order by c.n)
               from jsonb_array_elements(j.selection -> 'conditions') with ordinality c(one, n)))
     where jsonb_typeof(j.selection -> 'conditions') = 'array' and event.holds_value(j.selection -> 'conditions', clear);
  end loop;
  delete from event.personal_value p where p.member_id = request.member_id;
  perform event.forget_profile(request.member_id);
  if (select r.clears_devices from event.erasure_rule r) then
    update event.member_event e set device_id = null, ip = null, context = e.context - 'deviceId' - 'ip' - 'device'
     where e.member_id = request.member_id and (e.device_id is not null or e.ip is not null or e.context ?| array['deviceId', 'ip', 'device']);
  end if;
  perform event.know_erasure();
  select s.event_id into tombstone_id
    from event.store_event(request.member_id, 'member.erased', '{}', '{"channel": "office"}', null, null, null, null, null, null, '{}', interval '0', null) s;
  insert into event.erased_member (member_id, request_id, tombstone_id, extent) values (request.member_id, request.id, erase_member.tombstone_id, extent);
  update event.erasure r set closed_at = clock_timestamp(), closed_by = account_id, outcome = 'erased' where r.id = request.id;
end $$;
revoke all on function event.erase_member from public;
grant execute on function event.erase_member to memberscope_web;

-- What erasing a member deletes, in numbers: clear values (of events and of the profile), searches kept and saved views that ask for one of them, jobs whose
-- order names one, and events whose device and address go, where the rule says so.
create or replace function event.erasure_extent(member_id text, out clear_values int, out kept_searches int, out saved_views int, out jobs int, out device_events int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with clear as materialized (select v.value from event.clear_values_of($1) v(value))
  select (select count(*) from event.personal_value p where p.member_id = $1)
         + (select count(*) from event.member_profile m cross join lateral (values (m.name), (m.phone), (m.email), (m.address)) f(given) where m.member_id = $1 and f.given is not null),
         (select count(*) from staff.kept_search k where exists (select from clear c where event.holds_value(to_jsonb(k) - 'key', c.value))),
         (select count(*) from staff.saved_view s where exists (select from clear c where event.holds_value(to_jsonb(s) - 'id', c.value))),
         (select count(*) from republish.job j where exists (select from clear c where event.holds_value(j.selection, c.value))),
         (select count(*) from event.member_event e where e.member_id = $1 and (select r.clears_devices from event.erasure_rule r)
            and (e.device_id is not null or e.ip is not null or e.context ?| array['deviceId', 'ip', 'device']))
$$;
revoke all on function event.erasure_extent from public;
grant execute on function event.erasure_extent to memberscope_web;

-- Whether what somebody asked for (a kept search, a saved view, conditions) holds a clear value of a member, however it was written: a phone number by its digits without
-- the country's; what is too short to be told from a part of other words, as a whole text.
create or replace function event.holds_value(conditions jsonb, clear text) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(case
    -- A policy is kept as text: quotes within stand escaped.
    when length(clear) <= 3 then position(lower(to_json(clear)::text) in lower(replace(conditions::text, '\"', '"'))) > 0
    else position(lower(clear) in lower(conditions::text)) > 0
      or (clear like '+82%' and position(substr(clear, 4) in regexp_replace(conditions::text, '[^0-9]', '', 'g')) > 0) end, false)
$$;
revoke all on function event.holds_value from public;

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

-- Stores one event: every refusal, masks, hashes, the event row, what is to be published, and the producer's id. Only the functions that lend it the
-- owner's rights and their search path call it. What keeps every rule is seen by one look at what the catalog worked out when it was pushed; only
-- where that is not plain are rules asked one by one, for the words of the refusal.
create or replace function event.store_event(
  member_id text, action text, attributes jsonb, context jsonb, occurred_at timestamptz, version smallint, source text, source_event_id text,
  correlation_id uuid, causation_id uuid, message_attributes jsonb, due_after interval, origin smallint, id uuid default null,
  out event_id uuid, out is_new boolean, out stored_attributes jsonb)
language plpgsql as $$
#variable_conflict use_column
declare rule record; known event.source_event; content bytea; values_apart jsonb; no_changes text[] := '{}'; now_at timestamptz := clock_timestamp();
begin
  if attributes is null or context is null or message_attributes is null then
    attributes := coalesce(attributes, '{}'); context := coalesce(context, '{}'); message_attributes := coalesce(message_attributes, '{}');
  end if;
  -- Everything that can be said of the event by one look is said here: each further statement costs as much as an index.
  select a.id as action_id, a.name, v.version, v.external, v.personal_names, v.personal_kinds, v.promoted, store_event.attributes ?| v.personal_names as is_personal,
         octet_length(store_event.context::text) + octet_length(store_event.attributes::text) + octet_length(store_event.message_attributes::text) as size,
         octet_length(store_event.member_id) between 1 and 64
         and case when jsonb_typeof(store_event.attributes) = 'object'
               then store_event.attributes - v.declared = '{}' and store_event.attributes ?& v.required and not coalesce(jsonb_path_match(store_event.attributes, v.fault, '{}', true), true) end
         and jsonb_typeof(store_event.context) = 'object'
         and (not store_event.context ? 'deviceId' or jsonb_typeof(store_event.context -> 'deviceId') = 'string' and octet_length(store_event.context ->> 'deviceId') between 1 and 128)
         -- Shorter texts have no room for a hundred levels, or for the digits of such a number.
         and (octet_length(store_event.context::text) <= 200 or origin = 1 or event.unreadable(store_event.context) is null)
         and (v.is_flat or origin = 1 or event.unreadable(store_event.attributes) is null) as is_plain
    into rule
    from event.action a
   -- One row by its key: a join would read all versions.
   cross join lateral (select * from event.action_version v where v.action_id = a.id and v.version = coalesce(store_event.version, a.current_version) offset 0) v
   where a.name = store_event.action;
  if rule.is_plain is not true then
    perform event.refuse_event(store_event.member_id, store_event.action, store_event.version, store_event.attributes, store_event.context, store_event.origin);
    no_changes := event.no_changes(store_event.attributes);
  end if;
  if store_event.occurred_at is not null then perform event.refuse_time(store_event.occurred_at); end if;

  if store_event.id is not null then event_id := store_event.id;
  elsif store_event.occurred_at is null then event_id := event.id_now(store_event.member_id);
  else event_id := event.id_at(store_event.occurred_at, store_event.member_id);
  end if;
  is_new := true;
  if store_event.source is not null or store_event.source_event_id is not null then
    perform event.refuse_source(store_event.source, store_event.source_event_id);
    content := event.content_hash(store_event.member_id, rule.name, rule.version, store_event.attributes, store_event.context, store_event.occurred_at,
      store_event.correlation_id, store_event.causation_id, store_event.message_attributes);
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

  stored_attributes := store_event.attributes - no_changes;
  if rule.is_personal then
    select p.masked, p.values_apart into stored_attributes, values_apart from event.keep_apart(stored_attributes, rule.personal_names, rule.personal_kinds) p;
  end if;
  if store_event.message_attributes <> '{}' then
    if jsonb_typeof(store_event.message_attributes) <> 'object' then perform event.refuse('messageAttributes', 'must be an object', 'Give {"name": {"Type": "String", "Value": "..."}}.'); end if;
    perform event.check_message_attributes(store_event.message_attributes, event.promoted_attributes(stored_attributes, rule.promoted) || store_event.message_attributes);
  end if;
  -- Body and attributes never have more than six times the characters of what is stored: only what may be too large is built to be measured.
  if rule.size > 40000 then
    perform event.refuse_size(event_id, store_event.member_id, rule.name, rule.version, stored_attributes, store_event.context, rule.promoted, store_event.message_attributes);
  end if;

  insert into event.member_event (id, member_id, stored_at, correlation_id, causation_id, action_id, version, origin, device_id, ip, attributes, context, message_attributes)
  values (store_event.event_id, store_event.member_id, now_at, coalesce(store_event.correlation_id, store_event.event_id), store_event.causation_id, rule.action_id, rule.version,
          coalesce(store_event.origin, 0::smallint), store_event.context ->> 'deviceId', event.canonical_ip(store_event.context ->> 'ip'), stored_attributes, store_event.context, store_event.message_attributes);
  -- Of an erased member only the masks are kept, whatever comes late.
  if values_apart is not null and not exists (select from event.erased_member x where x.member_id = store_event.member_id) then
    insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
    select store_event.event_id, p.name, p.side, store_event.member_id, p.kind, p.value, extension.hmac(convert_to(p.kind || ':' || p.value, 'UTF8'), k.key, 'sha256')
      from jsonb_to_recordset(values_apart) p(name text, side "char", kind text, value text), event.hash_key k where k.active;
  end if;
  if no_changes <> '{}' then
    insert into event.left_out (event_id, member_id, name, why) select store_event.event_id, store_event.member_id, n, 'no-change' from unnest(no_changes) n;
  end if;
  if origin is distinct from 1 then
    if rule.promoted <> '{}' then
      insert into event.left_out (event_id, member_id, name, why)
      select store_event.event_id, store_event.member_id, l.name, l.why from event.left_out_of(stored_attributes, rule.promoted) l;
    end if;
    if rule.external then
      insert into event.pending (event_id, member_id, layer, stored_at, next_at)
      select store_event.event_id, store_event.member_id, c.layer, now_at, now_at + case when c.layer = 1 then coalesce(store_event.due_after, c.unpublished_after) else c.unpublished_after end
        from event.layer_control c;
    else
      if store_event.due_after is null then select c.unpublished_after into due_after from event.layer_control c where c.layer = 1; end if;
      insert into event.pending (event_id, member_id, layer, stored_at, next_at)
      values (store_event.event_id, store_event.member_id, 1, now_at, now_at + store_event.due_after);
    end if;
  end if;
  if store_event.occurred_at < date_trunc('hour', now_at) then insert into event.recount values (date_trunc('hour', store_event.occurred_at)); end if;
end $$;
revoke all on function event.store_event from public;

set local check_function_bodies = on;

-- End of functions and views.
