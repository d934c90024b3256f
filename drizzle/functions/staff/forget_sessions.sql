-- How long they are kept is a setting. Sessions end within a day; who signed in when stands in the access records. Without this they, the tries and the known browsers would only ever grow.
create or replace function staff.forget_sessions() returns void language sql security definer set search_path = pg_catalog, pg_temp
as $$
  delete from staff.session where created_at < clock_timestamp() - make_interval(days => staff.threshold_of('keep-sessions-days'));
  delete from staff.sign_in_try where tried_at < clock_timestamp() - make_interval(days => staff.threshold_of('keep-tries-days'));
  delete from staff.known_browser where seen_at < clock_timestamp() - make_interval(days => staff.threshold_of('keep-browsers-days'))
$$;
revoke all on function staff.forget_sessions from public;
grant execute on function staff.forget_sessions to memberscope_worker;
