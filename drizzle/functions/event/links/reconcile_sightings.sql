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
