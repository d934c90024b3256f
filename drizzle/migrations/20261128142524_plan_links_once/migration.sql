-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

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

-- Who had each of these devices, addresses and contacts (by the names that event.contact_of gives), of the newest max_events events of each: how many of them, from when
-- to when, of a contact the newest 20, and how many events of the value were looked at. Planned once a session: planning over all partitions took longer than looking.
create or replace function event.who_has(kinds text[], given text[], max_events int)
returns table (kind text, value text, masked text, member_id text, events int, first_at timestamptz, last_at timestamptz, event_ids text[], looked int)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  select s.kind, s.value, max(s.masked), s.member_id, count(distinct s.id)::int, min(uuid_extract_timestamp(s.id)), max(uuid_extract_timestamp(s.id)),
         case when s.kind in ('email', 'phone') then (array_agg(distinct s.id::text order by s.id::text desc))[1:20] else '{}' end,
         (sum(count(*)) over (partition by s.kind, s.value))::int
    from (
      select v.kind, v.value, x.masked, x.member_id, x.id from unnest(who_has.kinds, who_has.given) v(kind, value) cross join lateral (
        (select e.member_id, e.id, null::text as masked from event.member_event e where v.kind = 'device' and e.device_id = v.value order by e.id desc limit who_has.max_events)
        union all
        (select e.member_id, e.id, null from event.member_event e where v.kind = 'ip' and e.ip = v.value order by e.id desc limit who_has.max_events)
        union all
        select p.member_id, p.event_id, p.masked from event.contact_events(v.kind, v.value, who_has.max_events) p where v.kind in ('email', 'phone')) x) s
   group by s.kind, s.value, s.member_id;
end $$;
revoke all on function event.who_has from public;
grant execute on function event.who_has to memberscope_web;

set local check_function_bodies = on;

-- End of functions and views.
