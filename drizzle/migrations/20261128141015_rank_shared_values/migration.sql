create table event.shared_value (
  kind text not null check (kind in ('device', 'ip')), days smallint not null, value text not null, members int not null, members_before int not null, suspended int not null,
  first_at timestamptz not null, last_at timestamptz not null, primary key (kind, days, value));
create table event.shared_ranking (days smallint primary key, counted_at timestamptz);
insert into event.shared_ranking (days) values (1), (7), (30), (90);
grant select on event.shared_value, event.shared_ranking to memberscope_web;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- Where a phone number or an e-mail address stands, by the name that event.contact_of gives: the newest events in which it was or became, with its mask.
create or replace function event.contact_events(kind text, hash text, max_rows int) returns table (event_id uuid, member_id text, masked text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.event_id, p.member_id, event.mask($1, p.value) from event.personal_value p
   where p.kind = $1 and $1 in ('phone', 'email') and p.hash = decode($2, 'hex') order by p.event_id desc limit least($3, 10000)
$$;
revoke all on function event.contact_events from public;
grant execute on function event.contact_events to memberscope_web;

-- The name under which links know a phone number or an e-mail address: its keyed hash in hexadecimal digits, and its mask. Null for what is none.
create or replace function event.contact_of(kind text, value text) returns table (hash text, masked text) language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select encode(event.hash_of($1 || ':' || n), 'hex'), event.mask($1, n) from event.normalize_personal($1, $2) n where n is not null and $1 in ('phone', 'email')
$$;
revoke all on function event.contact_of from public;
grant execute on function event.contact_of to memberscope_web;

-- The phone numbers and e-mail addresses of members, of their newest events, by the names that event.contact_of gives; at most max_each of a member.
create or replace function event.contacts_of(member_ids text[], max_each int) returns table (member_id text, kind text, hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct m.id, p.kind, encode(p.hash, 'hex') from unnest($1) m(id) cross join lateral (
    select v.kind, v.hash from event.personal_value v where v.member_id = m.id and v.kind in ('phone', 'email') order by v.event_id desc limit least($2, 1000)) p
$$;
revoke all on function event.contacts_of from public;
grant execute on function event.contacts_of to memberscope_web;

-- Counts anew which devices and addresses most members had, for the window that is most overdue: each may be as old as a hundredth of its length. One caller
-- at a time counts a window. Gives its days, or null when none is due.
create or replace function event.rank_shared() returns smallint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare window_days smallint; began timestamptz := clock_timestamp();
begin
  select r.days into window_days from event.shared_ranking r
   where r.counted_at is null or r.counted_at < clock_timestamp() - r.days * interval '1 day' / 100
   order by r.counted_at nulls first, r.days limit 1 for update skip locked;
  if window_days is null then return null; end if;
  delete from event.shared_value v where v.days = window_days;
  perform event.rank_shared_of('device', window_days);
  perform event.rank_shared_of('ip', window_days);
  update event.shared_ranking set counted_at = began where days = window_days;
  return window_days;
end $$;
revoke all on function event.rank_shared from public;
grant execute on function event.rank_shared to memberscope_worker;

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

set local check_function_bodies = on;

-- End of functions and views.
