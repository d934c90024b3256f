-- Sessions end after eight hours at the latest; who signed in when stands in the access records. Without this they would only ever grow.
create function staff.forget_sessions() returns void language sql security definer set search_path = pg_catalog
begin atomic
  delete from staff.session where created_at < clock_timestamp() - interval '30 days';
end;
revoke all on function staff.forget_sessions from public;
grant usage on schema staff to memberscope_worker;
grant execute on function staff.forget_sessions to memberscope_worker;
