-- Ends the session of this token at once.
create or replace function staff.end_session(token_hash bytea) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update staff.session s set ended_at = clock_timestamp() where s.token_hash = $1 and s.ended_at is null
$$;
revoke all on function staff.end_session from public;
grant execute on function staff.end_session to memberscope_web;
