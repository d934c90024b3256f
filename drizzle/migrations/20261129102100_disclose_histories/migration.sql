alter table staff.prepared_file drop constraint prepared_file_fault_check, add check (fault in ('no-key', 'refused', 'too-large', 'broken'));

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

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
  update staff.prepared_file f set state = 'expired' where f.member_id = request.member_id and f.state in ('asked', 'waiting', 'making', 'ready');
  delete from staff.file_part p using staff.prepared_file f where f.id = p.file_id and f.member_id = request.member_id;
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

-- The clear values of the member of a disclosure that asks for them, while a worker makes its file: of the events within its period by id, name and side, and
-- of the profile with no event. Nothing for a file that nobody else approved, or that is not being made.
create or replace function event.disclosed_values(file_id uuid) returns table (event_id uuid, name text, side text, value text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with file as (
    select f.member_id, (f.what ->> 'from')::timestamptz as from_time, (f.what ->> 'to')::timestamptz as to_time from staff.prepared_file f
     where f.id = $1 and f.kind = 'disclosure' and f.state = 'making' and f.approved_by <> f.asked_by and f.what ->> 'values' = 'clear')
  select v.event_id, v.name, v.side::text, v.value from file f join event.personal_value v on v.member_id = f.member_id
   where v.event_id >= event.id_floor(f.from_time) and v.event_id < event.id_floor(f.to_time)
  union all
  select null, p.name, 't', event.normalize_personal(p.name, p.value) from file f join event.member_profile m on m.member_id = f.member_id
   cross join lateral (values ('name', m.name), ('phone', m.phone), ('email', m.email), ('address', m.address)) p(name, value) where p.value is not null
$$;
revoke all on function event.disclosed_values from public;
grant execute on function event.disclosed_values to memberscope_worker;

-- Whether a role may ask for a file of a kind and take it away.
create or replace function staff.may_have_file(role text, kind text) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case kind when 'events' then role in ('analyst', 'admin') when 'disclosure' then role = 'admin' else false end
$$;
revoke all on function staff.may_have_file from public;

set local check_function_bodies = on;

-- End of functions and views.
