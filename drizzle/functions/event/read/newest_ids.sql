-- The newest events of one member, device or address below an id. Planned once a session: planning over all partitions takes several times as long as reading,
-- and by the one index that has value and order nothing else could be better for any value.
create or replace function event.newest_ids(column_name text, value text, below uuid, max_rows int) returns setof uuid
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  case newest_ids.column_name
  when 'member_id' then
    return query select e.id from event.member_event e where e.member_id = newest_ids.value and e.id < newest_ids.below order by e.id desc limit newest_ids.max_rows;
  when 'device_id' then
    return query select e.id from event.member_event e where e.device_id = newest_ids.value and e.id < newest_ids.below order by e.id desc limit newest_ids.max_rows;
  when 'ip' then
    return query select e.id from event.member_event e where e.ip = newest_ids.value and e.id < newest_ids.below order by e.id desc limit newest_ids.max_rows;
  end case;
end $$;
revoke all on function event.newest_ids from public;
grant execute on function event.newest_ids to memberscope_web, memberscope_worker;
