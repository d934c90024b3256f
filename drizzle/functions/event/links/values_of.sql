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
