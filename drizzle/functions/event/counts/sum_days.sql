-- Sums the counted hours of each day of UTC from one day up to another, which is not summed.
create or replace function event.sum_days(from_day date, before_day date) returns void language sql set search_path = pg_catalog, pg_temp as $$
  delete from event.day_count d where d.day >= $1 and d.day < $2;
  insert into event.day_count
  select (c.hour at time zone 'UTC')::date, c.action_id, sum(c.n) from event.hour_count c
   where c.hour >= $1::timestamp at time zone 'UTC' and c.hour < $2::timestamp at time zone 'UTC' group by 1, 2
$$;
revoke all on function event.sum_days from public;
