-- How many events hold a masked value of an attribute.
create or replace function event.count_masked(name text) returns bigint language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct p.event_id) from event.personal_value p where p.name = $1
$$;
revoke all on function event.count_masked from public;
grant execute on function event.count_masked to memberscope_web;
