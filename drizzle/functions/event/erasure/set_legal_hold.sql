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
