-- How long what is kept is a setting of admins, as the thresholds are; so is whether erasing a member takes devices and addresses, which stood in a table of its own.
insert into staff.threshold (name, standard, value, lowest, highest) values
  ('keep-sessions-days', 30, 30, 2, 730), ('keep-browsers-days', 180, 180, 1, 730), ('keep-tries-days', 1, 1, 1, 30),
  ('keep-erased-devices', 1, (select case when r.clears_devices then 0 else 1 end from event.erasure_rule r), 0, 1);
drop table event.erasure_rule;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

drop function event.holds_value(jsonb,text);

-- Takes devices and addresses out of a member's events, and out of what was counted of them, and those that nobody else has out of kept searches, saved
-- views, jobs and finds of watches. What counts and ranks them does so anew within minutes.
create or replace function event.erase_devices(member_id text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare gone record;
begin
  for gone in
    select v.kind, v.value,
           case v.kind when 'device' then exists (select from event.member_event o where o.device_id = v.value and o.member_id <> erase_devices.member_id)
                       else exists (select from event.member_event o where o.ip = v.value and o.member_id <> erase_devices.member_id) end as is_shared
      from (select distinct k.kind, k.value from event.member_event e cross join lateral (values ('device', e.device_id), ('ip', e.ip)) k(kind, value)
             where e.member_id = erase_devices.member_id and k.value is not null) v
  loop
    delete from event.shared_value s where s.kind = gone.kind and s.value = gone.value;
    update event.shared_ranking set counted_at = null where found;
    continue when gone.is_shared;
    perform event.forget_asked(gone.value, true);
    update staff.watch_find f set subject = '***' where f.subject = gone.value;
  end loop;
  update event.member_event e set device_id = null, ip = null, context = event.without_device(e.context)
   where e.member_id = erase_devices.member_id and (e.device_id is not null or e.ip is not null or e.context ?| array['deviceId', 'ip', 'device']);
end $$;
revoke all on function event.erase_devices from public;

-- Deletes clear values, and devices and addresses where they are not kept, of members who were erased within the last week: of events whose transaction was open while the member was erased, and so saw no erasure.
-- Later events keep none (event.store_event). Gives how many values went.
create or replace function event.erase_late_values() returns int language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare erased int;
begin
  delete from event.personal_value p using event.erased_member e where p.member_id = e.member_id and e.erased_at > clock_timestamp() - interval '7 days';
  get diagnostics erased = row_count;
  if event.erases_devices() then
    perform event.erase_devices(e.member_id) from event.erased_member e
     where e.erased_at > clock_timestamp() - interval '7 days'
       and exists (select from event.member_event m where m.member_id = e.member_id and (m.device_id is not null or m.ip is not null));
  end if;
  return erased;
end $$;
revoke all on function event.erase_late_values from public;
grant execute on function event.erase_late_values to memberscope_worker;

-- Erases a member as another person has asked for: the clear values and their hashes, searches kept, views saved and jobs ordered with one of them, what the member system forgets, and, where
-- the setting says so, devices and addresses. A tombstone event stays, and the mark by which nothing of the member is sent again.
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
    perform event.forget_asked(clear, false);
  end loop;
  delete from event.personal_value p where p.member_id = request.member_id;
  update staff.prepared_file f set state = 'expired' where f.member_id = request.member_id and f.state in ('asked', 'waiting', 'making', 'ready');
  delete from staff.file_part p using staff.prepared_file f where f.id = p.file_id and f.member_id = request.member_id;
  perform event.forget_profile(request.member_id);
  if event.erases_devices() then perform event.erase_devices(request.member_id); end if;
  perform event.know_erasure();
  select s.event_id into tombstone_id
    from event.store_event(request.member_id, 'member.erased', '{}', '{"channel": "office"}', null, null, null, null, null, null, '{}', interval '0', null) s;
  insert into event.erased_member (member_id, request_id, tombstone_id, extent) values (request.member_id, request.id, erase_member.tombstone_id, extent);
  update event.erasure r set closed_at = clock_timestamp(), closed_by = account_id, outcome = 'erased' where r.id = request.id;
end $$;
revoke all on function event.erase_member from public;
grant execute on function event.erase_member to memberscope_web;

-- Whether erasing a member takes devices and addresses out of the member's events, too: the retention setting keep-erased-devices is 0.
create or replace function event.erases_devices() returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select staff.threshold_of('keep-erased-devices') = 0
$$;
revoke all on function event.erases_devices from public;
grant execute on function event.erases_devices to memberscope_web, memberscope_worker;

-- What erasing a member deletes, in numbers: clear values (of events and of the profile), searches kept and saved views that ask for one of them, jobs whose
-- order names one, and events whose device and address go, where the rule says so.
create or replace function event.erasure_extent(member_id text, out clear_values int, out kept_searches int, out saved_views int, out jobs int, out device_events int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with clear as materialized (select v.value from event.clear_values_of($1) v(value))
  select (select count(*) from event.personal_value p where p.member_id = $1)
         + (select count(*) from event.member_profile m cross join lateral (values (m.name), (m.phone), (m.email), (m.address)) f(given) where m.member_id = $1 and f.given is not null),
         (select count(*) from staff.kept_search k where exists (select from clear c where event.holds_value(to_jsonb(k) - 'key', c.value, false))),
         (select count(*) from staff.saved_view s where exists (select from clear c where event.holds_value(to_jsonb(s) - 'id', c.value, false))),
         (select count(*) from republish.job j where exists (select from clear c where event.holds_value(j.selection, c.value, false))),
         (select count(*) from event.member_event e where e.member_id = $1 and (select event.erases_devices())
            and (e.device_id is not null or e.ip is not null or e.context ?| array['deviceId', 'ip', 'device']))
$$;
revoke all on function event.erasure_extent from public;
grant execute on function event.erasure_extent to memberscope_web;

-- Forgets what somebody asked for with a value: searches kept and views saved go; a job keeps what it has done, and of what it was asked only the value goes.
-- `whole`: only where it is one of the values asked for, not a part of another.
create or replace function event.forget_asked(value text, whole boolean) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from staff.kept_search k where event.holds_value(to_jsonb(k) - 'key', forget_asked.value, forget_asked.whole);
  delete from staff.saved_view s where event.holds_value(to_jsonb(s) - 'id', forget_asked.value, forget_asked.whole);
  update republish.job j
     set selection = jsonb_set(j.selection, '{conditions}', (
           select jsonb_agg(case when event.holds_value(c.one, forget_asked.value, forget_asked.whole) then c.one || '{"values": ["***"]}' else c.one end order by c.n)
             from jsonb_array_elements(j.selection -> 'conditions') with ordinality c(one, n)))
   where jsonb_typeof(j.selection -> 'conditions') = 'array' and event.holds_value(j.selection -> 'conditions', forget_asked.value, forget_asked.whole);
end $$;
revoke all on function event.forget_asked from public;

-- Whether what somebody asked for (a kept search, a saved view, conditions) holds a value, however it was written: a phone number by its digits without
-- the country's. `whole`, and what is too short to be told from a part of other words: only as a whole text.
create or replace function event.holds_value(conditions jsonb, clear text, whole boolean) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(case
    -- A policy is kept as text: quotes within stand escaped.
    when whole or length(clear) <= 3 then position(lower(to_json(clear)::text) in lower(replace(conditions::text, '\"', '"'))) > 0
    else position(lower(clear) in lower(conditions::text)) > 0
      or (clear like '+82%' and position(substr(clear, 4) in regexp_replace(conditions::text, '[^0-9]', '', 'g')) > 0) end, false)
$$;
revoke all on function event.holds_value from public;

-- A context without what says from which device and address somebody came.
create or replace function event.without_device(context jsonb) returns jsonb language sql immutable set search_path = pg_catalog, pg_temp as $$
  select context - array['deviceId', 'ip', 'device']
$$;
revoke all on function event.without_device from public;

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
         exists (select from event.erased_member x where x.member_id = store_event.member_id) as is_erased,
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

  if rule.is_erased and event.erases_devices() then context := event.without_device(context); end if;
  insert into event.member_event (id, member_id, stored_at, correlation_id, causation_id, action_id, version, origin, device_id, ip, attributes, context, message_attributes)
  values (store_event.event_id, store_event.member_id, now_at, coalesce(store_event.correlation_id, store_event.event_id), store_event.causation_id, rule.action_id, rule.version,
          coalesce(store_event.origin, 0::smallint), store_event.context ->> 'deviceId', event.canonical_ip(store_event.context ->> 'ip'), stored_attributes, store_event.context, store_event.message_attributes);
  -- Of an erased member only the masks are kept, whatever comes late.
  if values_apart is not null and not rule.is_erased then
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

-- How long they are kept is a setting. Sessions end within a day; who signed in when stands in the access records. Without this they, the tries and the known browsers would only ever grow.
create or replace function staff.forget_sessions() returns void language sql security definer set search_path = pg_catalog, pg_temp
as $$
  delete from staff.session where created_at < clock_timestamp() - make_interval(days => staff.threshold_of('keep-sessions-days'));
  delete from staff.sign_in_try where tried_at < clock_timestamp() - make_interval(days => staff.threshold_of('keep-tries-days'));
  delete from staff.known_browser where seen_at < clock_timestamp() - make_interval(days => staff.threshold_of('keep-browsers-days'))
$$;
revoke all on function staff.forget_sessions from public;
grant execute on function staff.forget_sessions to memberscope_worker;

set local check_function_bodies = on;

-- End of functions and views.
