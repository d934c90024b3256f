-- One of the tries that staff.count_look_ups counted has found somebody.
create or replace function staff.find_look_up(account_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update staff.look_up_count c set misses = greatest(c.misses - 1, 0) where c.account_id = $1
$$;
revoke all on function staff.find_look_up from public;
grant execute on function staff.find_look_up to memberscope_web;
