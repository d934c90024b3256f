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
