-- Counts the 200 values of one kind that most members had within a window, those of several members alone. How many had each in the window before is looked
-- up in its newest 20,000 events of that time.
create or replace function event.rank_shared_of(kind text, window_days smallint) returns void language sql set search_path = pg_catalog, pg_temp as $$
  insert into event.shared_value (kind, days, value, members, members_before, suspended, first_at, last_at)
  with span as (select event.id_floor(clock_timestamp() - $2 * interval '1 day') as begins, event.id_floor(clock_timestamp() - 2 * $2 * interval '1 day') as before),
  pair as materialized (
    select case $1 when 'device' then e.device_id else e.ip end as value, e.member_id, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at
      from event.member_event e where e.id >= (select begins from span) and e.member_id <> 'unknown' and case $1 when 'device' then e.device_id else e.ip end is not null group by 1, 2),
  top as materialized (
    select p.value, count(*) as members, min(p.first_at) as first_at, max(p.last_at) as last_at from pair p group by p.value having count(*) > 1 order by count(*) desc, p.value limit 200),
  suspended as (
    select p.value, count(*) as members from pair p join top t on t.value = p.value join event.member_profile m on m.member_id = p.member_id and m.state = 'suspended' group by p.value)
  select $1, $2, t.value, t.members, b.members, coalesce(s.members, 0), t.first_at, t.last_at
    from top t left join suspended s on s.value = t.value cross join lateral (
    select count(distinct x.member_id) as members from (
      (select e.member_id from event.member_event e, span where $1 = 'device' and e.device_id = t.value and e.id >= span.before and e.id < span.begins order by e.id desc limit 20000)
      union all
      (select e.member_id from event.member_event e, span where $1 = 'ip' and e.ip = t.value and e.id >= span.before and e.id < span.begins order by e.id desc limit 20000)) x
     where x.member_id <> 'unknown') b
$$;
revoke all on function event.rank_shared_of from public;
