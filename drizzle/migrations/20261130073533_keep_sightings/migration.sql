-- Who was seen with what: kept with the counts of hours, so that nobody looks for a device or address in every partition.
create table event.sighting (
  kind text not null check (kind in ('device', 'ip')), value text not null, member_id text not null, events int not null, first_at timestamptz not null, last_at timestamptz not null,
  primary key (kind, value, member_id));
create index sighting_member on event.sighting (member_id, last_at);
grant select on event.sighting to memberscope_web;
alter table event.count_progress add counted_as_of pg_snapshot;
-- Counted anew from the first event on, with the sightings; until it is through, what is not counted is read from the events.
update event.count_progress set counted_before = null, closing_hour = null, closing_by = null;
drop function event.who_has(text[], text[], int);

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- Counts hours that are over, and who was seen with what in them: once no transaction that could still add to them is open, and again those that an import or a
-- late event changed since. Called every minute; one caller at a time, at most max_hours each. Gives how many hours were counted.
create or replace function event.count_hours(max_hours int) returns int language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare progress event.count_progress; again timestamptz[]; as_of pg_snapshot; until_hour timestamptz; done int := 0; now_at timestamptz := clock_timestamp();
begin
  select * into progress from event.count_progress for update skip locked;
  if not found then return 0; end if;
  if progress.counted_before is null then
    delete from event.sighting;
    progress.counted_before := date_trunc('hour', coalesce((select e.occurred_at from event.member_event e order by e.id limit 1), now_at));
  end if;

  -- By one statement, so of one snapshot: an event that it does not see leaves its mark for the next call.
  with taken as (delete from event.recount returning hour)
  select array_agg(distinct t.hour) filter (where t.hour < progress.counted_before), pg_current_snapshot() into again, as_of from taken t;
  if again is not null then
    perform event.count_hour(h), event.sum_sightings(h, h + interval '1 hour', progress.counted_as_of, as_of) from unnest(again) h;
    perform event.sum_days(d, (d + 1)::date) from (select distinct (h at time zone 'UTC')::date as d from unnest(again) h) x where (d + 1)::timestamp at time zone 'UTC' <= progress.counted_before;
    done := cardinality(again);
  end if;

  -- Five minutes after an hour's end its last transactions are remembered; when all of them have ended, it is counted.
  if progress.closing_hour is null and date_trunc('hour', now_at - interval '5 minutes') > progress.counted_before then
    progress.closing_hour := date_trunc('hour', now_at - interval '5 minutes');
    progress.closing_by := pg_snapshot_xmax(as_of);
  end if;
  if progress.closing_hour is not null and pg_snapshot_xmin(as_of) >= progress.closing_by then
    until_hour := least(progress.closing_hour, progress.counted_before + max_hours * interval '1 hour');
    insert into event.hour_count as c
    select date_trunc('hour', e.occurred_at), e.action_id, count(*) from event.member_event e
     where e.id >= event.id_floor(progress.counted_before) and e.id < event.id_floor(until_hour) group by 1, 2 order by 1, 2
    on conflict (hour, action_id) do update set n = excluded.n;
    perform event.sum_sightings(progress.counted_before, until_hour, null, as_of);
    perform event.sum_days((progress.counted_before at time zone 'UTC')::date, (until_hour at time zone 'UTC')::date);
    done := done + extract(epoch from until_hour - progress.counted_before)::int / 3600;
    progress.counted_before := until_hour;
    if until_hour = progress.closing_hour then progress.closing_hour := null; progress.closing_by := null; end if;
  end if;
  update event.count_progress
     set counted_before = progress.counted_before, closing_hour = progress.closing_hour, closing_by = progress.closing_by, counted_as_of = as_of;
  return done;
end $$;
revoke all on function event.count_hours from public;
grant execute on function event.count_hours to memberscope_worker;

-- Adds to the sightings who had which device and address in the events of a time: of those that were through as of one snapshot, and not as of an earlier one.
create or replace function event.sum_sightings(from_time timestamptz, to_time timestamptz, after pg_snapshot, as_of pg_snapshot) returns void language sql set search_path = pg_catalog, pg_temp as $$
  insert into event.sighting as s (kind, value, member_id, events, first_at, last_at)
  select v.kind, v.value, e.member_id, count(*), min(e.occurred_at), max(e.occurred_at)
    from event.member_event e cross join lateral (values ('device', e.device_id), ('ip', e.ip)) v(kind, value)
   where e.id >= event.id_floor($1) and e.id < event.id_floor($2) and v.value is not null
     and pg_visible_in_snapshot(e.stored_by, $4) and ($3 is null or not pg_visible_in_snapshot(e.stored_by, $3))
   group by 1, 2, 3 order by 1, 2, 3
  on conflict (kind, value, member_id) do update
     set events = s.events + excluded.events, first_at = least(s.first_at, excluded.first_at), last_at = greatest(s.last_at, excluded.last_at)
$$;
revoke all on function event.sum_sightings from public;

-- Takes devices and addresses out of a member's events, and out of what was counted of them, and those that nobody else has out of kept searches, saved
-- views, jobs and finds of watches. What counts and ranks them does so anew within minutes.
create or replace function event.erase_devices(member_id text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare gone record;
begin
  -- Whoever counts now has not seen this, and would write down again what goes.
  perform from event.count_progress for update;
  for gone in
    select v.kind, v.value,
           case v.kind when 'device' then exists (select from event.member_event o where o.device_id = v.value and o.member_id <> erase_devices.member_id)
                       else exists (select from event.member_event o where o.ip = v.value and o.member_id <> erase_devices.member_id) end as is_shared
      from (select distinct k.kind, k.value from event.member_event e cross join lateral (values ('device', e.device_id), ('ip', e.ip)) k(kind, value)
             where e.member_id = erase_devices.member_id and k.value is not null) v
  loop
    delete from event.shared_value s where s.kind = gone.kind and s.value = gone.value;
    update event.shared_ranking set counted_at = null where found;
    continue when gone.is_shared;
    perform event.forget_asked(gone.value, true);
    update staff.watch_find f set subject = '***' where f.subject = gone.value;
  end loop;
  delete from event.sighting s where s.member_id = erase_devices.member_id;
  update event.member_event e set device_id = null, ip = null, context = event.without_device(e.context)
   where e.member_id = erase_devices.member_id and (e.device_id is not null or e.ip is not null or e.context ?| array['deviceId', 'ip', 'device']);
end $$;
revoke all on function event.erase_devices from public;

-- Holds the sightings against the events that they are of: devices or addresses and members where they differ, the first 1,000 of `total`. With repair the
-- events' word is taken for all of them. Reads all events.
create or replace function event.reconcile_sightings(repair boolean) returns table (kind text, value text, member_id text, kept int, stored int, total int)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform from event.count_progress for update;
  create temporary table wrong_sighting on commit drop as
    select coalesce(t.kind, s.kind) as kind, coalesce(t.value, s.value) as value, coalesce(t.member_id, s.member_id) as member_id,
           coalesce(s.events, 0) as kept, coalesce(t.events, 0) as stored, t.first_at, t.last_at
      from (select v.kind, v.value, e.member_id, count(*)::int as events, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at
              from event.count_progress p join event.member_event e on e.id < event.id_floor(p.counted_before) and pg_visible_in_snapshot(e.stored_by, p.counted_as_of)
             cross join lateral (values ('device', e.device_id), ('ip', e.ip)) v(kind, value) where v.value is not null group by 1, 2, 3) t
      full join event.sighting s on s.kind = t.kind and s.value = t.value and s.member_id = t.member_id
     where (s.events, s.first_at, s.last_at) is distinct from (t.events, t.first_at, t.last_at);
  if repair then
    delete from event.sighting s using pg_temp.wrong_sighting w where s.kind = w.kind and s.value = w.value and s.member_id = w.member_id;
    insert into event.sighting select w.kind, w.value, w.member_id, w.stored, w.first_at, w.last_at from pg_temp.wrong_sighting w where w.stored > 0;
  end if;
  return query select w.kind, w.value, w.member_id, w.kept, w.stored, (count(*) over ())::int from pg_temp.wrong_sighting w order by 1, 2, 3 limit 1000;
end $$;
revoke all on function event.reconcile_sightings from public;
grant execute on function event.reconcile_sightings to memberscope_web;

-- The state of each of these members whose profile is known.
create or replace function event.states_of(member_ids text[]) returns table (member_id text, state text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.member_id, m.state from event.member_profile m where m.member_id = any($1)
$$;
revoke all on function event.states_of from public;
grant execute on function event.states_of to memberscope_web;

-- Which events the sightings do not hold yet: those from `open_from` on, and those from `late_from` on that were not through as of the last counting. All lie
-- before `ahead`; by it partitions that are kept ahead are not looked at.
create or replace function event.unsummed(out late_from uuid, out open_from uuid, out ahead uuid, out as_of pg_snapshot) language sql stable set search_path = pg_catalog, pg_temp as $$
  select event.id_floor(least(p.counted_before, (select min(r.hour) from event.recount r))), event.id_floor(p.counted_before), event.id_floor(clock_timestamp() + interval '1 day'), p.as_of
    from (select coalesce(c.counted_before, 'epoch') as counted_before, c.counted_as_of as as_of from event.count_progress c) p
$$;
revoke all on function event.unsummed from public;
grant execute on function event.unsummed to memberscope_web;

-- The devices, addresses and contacts of members, the max_each that each had last: from the sightings and the newest events that they do not hold yet.
-- Planned once a session, as event.who_has.
create or replace function event.values_of(member_ids text[], max_each int) returns table (kind text, value text)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare late_from uuid; open_from uuid; ahead uuid; as_of pg_snapshot;
begin
  select u.late_from, u.open_from, u.ahead, u.as_of into late_from, open_from, ahead, as_of from event.unsummed() u;
  return query
  select s.kind, s.value from unnest(values_of.member_ids) m(id)
   cross join lateral (select s.kind, s.value from event.sighting s where s.member_id = m.id order by s.last_at desc limit values_of.max_each) s
  union
  select v.kind, v.value from unnest(values_of.member_ids) m(id)
   cross join lateral (
     select e.device_id, e.ip from event.member_event e
      where e.member_id = m.id and e.id >= late_from and e.id < ahead and (e.id >= open_from or not pg_visible_in_snapshot(e.stored_by, as_of))
      order by e.id desc limit values_of.max_each) e
   cross join lateral (values ('device', e.device_id), ('ip', e.ip)) v(kind, value) where v.value is not null
  union select c.kind, c.hash from event.contacts_of(values_of.member_ids, values_of.max_each) c;
end $$;
revoke all on function event.values_of from public;
grant execute on function event.values_of to memberscope_web;

-- Who had each of these devices, addresses and contacts (by the names that event.contact_of gives): from the sightings and the events that they do not hold yet.
-- A row for each value that at least `few` members had, with all of them: [member, events, first, last, of a contact its newest 20 events].
-- Of one that more than `hub` had only those who are followed. Looked at are 2,000 sightings of a value, 2,000 events that are not summed, 2,000 of a contact;
-- `is_cut` where there may be more, and `beyond` then has what is kept of the followed. Nobody is the member `unknown`. Planned once a session: planning over all partitions took longer than looking.
create or replace function event.who_has(kinds text[], given text[], few int, hub int, followed text[])
returns table (kind text, value text, masked text, members int, is_cut boolean, shown json, beyond json)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare late_from uuid; open_from uuid; ahead uuid; as_of pg_snapshot;
begin
  select u.late_from, u.open_from, u.ahead, u.as_of into late_from, open_from, ahead, as_of from event.unsummed() u;
  return query
  with had as materialized (
    select v.n, x.member_id, sum(x.events)::int as events, min(x.first_at) as first_at, max(x.last_at) as last_at, max(x.masked) as masked, max(x.event_ids) as event_ids,
           sum(x.sightings) as sightings, sum(x.looked) as looked
      from unnest(who_has.kinds, who_has.given) with ordinality v(kind, value, n) cross join lateral (
      (select s.member_id, s.events, s.first_at, s.last_at, null::text as masked, null::text[] as event_ids, 1 as sightings, 0 as looked from event.sighting s
        where s.kind = v.kind and s.value = v.value and s.member_id <> 'unknown' limit 2000)
      union all
      (select e.member_id, 1, e.occurred_at, e.occurred_at, null, null, 0, 1 from event.member_event e
        where v.kind = 'device' and e.device_id = v.value and e.id >= late_from and e.id < ahead and (e.id >= open_from or not pg_visible_in_snapshot(e.stored_by, as_of)) and e.member_id <> 'unknown'
        order by e.id desc limit 2000)
      union all
      (select e.member_id, 1, e.occurred_at, e.occurred_at, null, null, 0, 1 from event.member_event e
        where v.kind = 'ip' and e.ip = v.value and e.id >= late_from and e.id < ahead and (e.id >= open_from or not pg_visible_in_snapshot(e.stored_by, as_of)) and e.member_id <> 'unknown'
        order by e.id desc limit 2000)
      union all
      select p.member_id, count(distinct p.event_id)::int, min(uuid_extract_timestamp(p.event_id)), max(uuid_extract_timestamp(p.event_id)), max(p.masked),
             (array_agg(distinct p.event_id::text order by p.event_id::text desc))[1:20], 0, count(*)::int
        from event.contact_events(v.kind, v.value, 2000) p where v.kind in ('email', 'phone') and p.member_id <> 'unknown' group by p.member_id) x
     group by v.n, x.member_id),
  one as materialized (
    select h.n, count(*)::int as members, max(h.masked) as masked, sum(h.sightings) >= 2000 or sum(h.looked) >= 2000 as is_cut from had h group by h.n having count(*) >= who_has.few)
  select who_has.kinds[o.n], who_has.given[o.n], o.masked, o.members, o.is_cut, coalesce(s.shown, '[]'),
         case when o.is_cut then (
           select json_agg(json_build_array(g.member_id, g.events, g.first_at, g.last_at, null)) from event.sighting g
            where g.kind = who_has.kinds[o.n] and g.value = who_has.given[o.n] and g.member_id = any(who_has.followed)) end
    from one o left join (
      select h.n, json_agg(json_build_array(h.member_id, h.events, h.first_at, h.last_at, h.event_ids)) as shown
        from had h join one x on x.n = h.n where x.members <= who_has.hub or h.member_id = any(who_has.followed) group by h.n) s on s.n = o.n;
end $$;
revoke all on function event.who_has from public;
grant execute on function event.who_has to memberscope_web;

set local check_function_bodies = on;

-- End of functions and views.
