-- Closes a request to erase a member without erasing. No member when there is no such open request.
create or replace function event.withdraw_erasure(account_id uuid, request_id uuid, out member_id text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update event.erasure r set closed_at = clock_timestamp(), closed_by = account_id, outcome = 'withdrawn'
   where r.id = withdraw_erasure.request_id and r.closed_at is null returning r.member_id into member_id;
end $$;
revoke all on function event.withdraw_erasure from public;
grant execute on function event.withdraw_erasure to memberscope_web;
