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
