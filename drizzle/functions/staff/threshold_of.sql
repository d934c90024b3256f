-- A number that the installation's admins set; null for a name that there is not.
create or replace function staff.threshold_of(name text) returns int language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.value from staff.threshold t where t.name = $1
$$;
revoke all on function staff.threshold_of from public;
grant execute on function staff.threshold_of to memberscope_web, memberscope_worker;
