-- Who may not be erased while somebody investigates, and who is to be erased: asked for by one person, done by another.
create table event.legal_hold (
  id uuid primary key default uuidv7(), member_id text collate "C" not null check (octet_length(member_id) between 1 and 64),
  reason text not null, case_number text not null, placed_at timestamptz not null default clock_timestamp(), placed_by uuid not null references staff.account,
  lifted_at timestamptz, lifted_by uuid references staff.account);
create unique index legal_hold_open on event.legal_hold (member_id) where lifted_at is null;
create table event.erasure (
  id uuid primary key default uuidv7(), member_id text collate "C" not null check (octet_length(member_id) between 1 and 64),
  reason text not null, case_number text not null, requested_at timestamptz not null default clock_timestamp(), requested_by uuid not null references staff.account,
  closed_at timestamptz, closed_by uuid references staff.account, outcome text check (outcome in ('erased', 'withdrawn')));
create unique index erasure_open on event.erasure (member_id) where closed_at is null;
-- Whether erasing takes devices and addresses out of the member's events, too: an adopter's own decision (docs/adopting.md).
create table event.erasure_rule (only_one boolean primary key default true check (only_one), clears_devices boolean not null default false);
insert into event.erasure_rule default values;
grant select on event.legal_hold, event.erasure, event.erasure_rule to memberscope_web;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- Erases a member as another person has asked for: the clear values and their hashes, searches kept with one of them, what the member system forgets, and, where
-- the rule says so, devices and addresses. A tombstone event stays, and the mark by which nothing of the member is sent again.
-- outcome: erased, held, same person, unknown (no open request), forbidden.
create or replace function event.erase_member(account_id uuid, request_id uuid, out outcome text, out member_id text, out tombstone_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare request event.erasure; clear text;
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
  for clear in select distinct p.value from event.personal_value p where p.member_id = request.member_id and p.kind in ('phone', 'email', 'name') and length(p.value) > 3 loop
    delete from staff.kept_search k where lower(k.conditions::text) like '%' || replace(replace(replace(lower(clear), '\', '\\'), '%', '\%'), '_', '\_') || '%'
       or (clear like '+82%' and regexp_replace(k.conditions::text, '[^0-9]', '', 'g') like '%' || substr(clear, 4) || '%');
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
  insert into event.erased_member (member_id, request_id, tombstone_id) values (request.member_id, request.id, erase_member.tombstone_id);
  update event.erasure r set closed_at = clock_timestamp(), closed_by = account_id, outcome = 'erased' where r.id = request.id;
end $$;
revoke all on function event.erase_member from public;
grant execute on function event.erase_member to memberscope_web;

-- What the member system does of its own when a member is erased, in the same transaction. An adopter replaces this function over its own tables; as it
-- stands, the member system has forgotten the member before.
create or replace function event.forget_profile(member_id text) returns void language sql set search_path = pg_catalog, pg_temp as $$ select $$;
revoke all on function event.forget_profile from public;

-- The action of the event that stays of an erased member: without attributes, and told outside, so that others forget, too.
create or replace function event.know_erasure() returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare action_id smallint;
begin
  if exists (select from event.action a where a.name = 'member.erased') then return; end if;
  action_id := event.push_action('member.erased', 'lifecycle');
  perform event.push_action_version(action_id, 1::smallint, true, '{"type": "object", "properties": {}}', '{"ko": "회원 정보가 파기되었습니다", "en": "The member was erased"}');
  perform event.use_newest_version(action_id);
end $$;
revoke all on function event.know_erasure from public;

-- Asks for a member to be erased; nothing is deleted before another person has done it. outcome: requested, held, erased before, open before, forbidden.
create or replace function event.request_erasure(account_id uuid, member_id text, reason text, case_number text, out outcome text, out request_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  outcome := case
    when not exists (select from staff.account a where a.id = account_id and a.role = 'admin' and a.disabled_at is null) then 'forbidden'
    when exists (select from event.erased_member e where e.member_id = request_erasure.member_id) then 'erased before'
    when exists (select from event.legal_hold h where h.member_id = request_erasure.member_id and h.lifted_at is null) then 'held' end;
  if outcome is not null then return; end if;
  insert into event.erasure (member_id, reason, case_number, requested_by)
  values (request_erasure.member_id, event.mask_free_text(request_erasure.reason, request_erasure.member_id), request_erasure.case_number, account_id)
  on conflict do nothing returning id into request_id;
  outcome := case when request_id is null then 'open before' else 'requested' end;
end $$;
revoke all on function event.request_erasure from public;
grant execute on function event.request_erasure to memberscope_web;

-- Puts a member under a legal hold, with a reason, or lifts it, with null. False when it stands so already.
create or replace function event.set_legal_hold(account_id uuid, member_id text, reason text, case_number text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if reason is null then
    update event.legal_hold h set lifted_at = clock_timestamp(), lifted_by = account_id where h.member_id = set_legal_hold.member_id and h.lifted_at is null;
  else
    insert into event.legal_hold (member_id, reason, case_number, placed_by)
    values (set_legal_hold.member_id, event.mask_free_text(set_legal_hold.reason, set_legal_hold.member_id), set_legal_hold.case_number, account_id) on conflict do nothing;
  end if;
  return found;
end $$;
revoke all on function event.set_legal_hold from public;
grant execute on function event.set_legal_hold to memberscope_web;

-- Closes a request to erase a member without erasing. No member when there is no such open request.
create or replace function event.withdraw_erasure(account_id uuid, request_id uuid, out member_id text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update event.erasure r set closed_at = clock_timestamp(), closed_by = account_id, outcome = 'withdrawn'
   where r.id = withdraw_erasure.request_id and r.closed_at is null returning r.member_id into member_id;
end $$;
revoke all on function event.withdraw_erasure from public;
grant execute on function event.withdraw_erasure to memberscope_web;

set local check_function_bodies = on;

-- End of functions and views.
