-- The password of an account is known to others: nothing is open to it before another is set.
create or replace function staff.demand_password_change(login text) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update staff.account a set must_change_password = true where a.login = $1 and not a.must_change_password
$$;
revoke all on function staff.demand_password_change from public;
grant execute on function staff.demand_password_change to memberscope_web;
