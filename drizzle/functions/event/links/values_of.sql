-- The devices, addresses and contacts of members, of the newest max_each events of each. Planned once a session, as event.who_has.
create or replace function event.values_of(member_ids text[], max_each int) returns table (kind text, value text)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  select v.kind, v.value from unnest(values_of.member_ids) m(id)
   cross join lateral (select e.device_id, e.ip from event.member_event e where e.member_id = m.id order by e.id desc limit values_of.max_each) e
   cross join lateral (values ('device', e.device_id), ('ip', e.ip)) v(kind, value) where v.value is not null
  union select c.kind, c.hash from event.contacts_of(values_of.member_ids, values_of.max_each) c;
end $$;
revoke all on function event.values_of from public;
grant execute on function event.values_of to memberscope_web;
