-- Counts tries to find somebody by a value, each as one in vain until staff.find_look_up takes it back: so tries that come side by side are counted one
-- by one. Gives what was counted before them in the hour.
create or replace function staff.count_look_ups(account_id uuid, tries int) returns table (looks int, misses int)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into staff.look_up_count as c (account_id, looks, misses) values ($1, $2, $2)
  on conflict on constraint look_up_count_pkey do update
     set since = case when c.since < clock_timestamp() - interval '1 hour' then clock_timestamp() else c.since end,
         looks = case when c.since < clock_timestamp() - interval '1 hour' then $2 else c.looks + $2 end,
         misses = case when c.since < clock_timestamp() - interval '1 hour' then $2 else c.misses + $2 end
  returning c.looks - $2, c.misses - $2
$$;
revoke all on function staff.count_look_ups from public;
grant execute on function staff.count_look_ups to memberscope_web;
