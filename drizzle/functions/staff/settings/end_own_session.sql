-- Ends one of the sessions of whoever asks; false when there is no such one. No token ends any that was made for less
-- than its owner may: the account itself is in no scope.
create or replace function staff.end_own_session(acting bytea, session_id uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update staff.session s set ended_at = clock_timestamp()
    from staff.acting(acting, null) a
   where s.account_id = a.account_id and s.id = session_id and s.ended_at is null and a.scope is null;
  return found;
end $$;
revoke all on function staff.end_own_session from public;
grant execute on function staff.end_own_session to memberscope_web;
