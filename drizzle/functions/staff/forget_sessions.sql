-- Sessions end within a day; who signed in when stands in the access records. Without this they, the tries and the known browsers would only ever grow.
create or replace function staff.forget_sessions() returns void language sql security definer set search_path = pg_catalog, pg_temp
as $$
  delete from staff.session where created_at < clock_timestamp() - interval '30 days';
  delete from staff.sign_in_try where tried_at < clock_timestamp() - interval '1 day';
  delete from staff.known_browser where seen_at < clock_timestamp() - interval '180 days'
$$;
revoke all on function staff.forget_sessions from public;
grant execute on function staff.forget_sessions to memberscope_worker;
