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
