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
