-- Which events the sightings do not hold yet: those from `open_from` on, and those from `late_from` on that were not through as of the last counting. All lie
-- before `ahead`; by it partitions that are kept ahead are not looked at.
create or replace function event.unsummed(out late_from uuid, out open_from uuid, out ahead uuid, out as_of pg_snapshot) language sql stable set search_path = pg_catalog, pg_temp as $$
  select event.id_floor(least(p.counted_before, (select min(r.hour) from event.recount r))), event.id_floor(p.counted_before), event.id_floor(clock_timestamp() + interval '1 day'), p.as_of
    from (select coalesce(c.counted_before, 'epoch') as counted_before, c.counted_as_of as as_of from event.count_progress c) p
$$;
revoke all on function event.unsummed from public;
grant execute on function event.unsummed to memberscope_web;
