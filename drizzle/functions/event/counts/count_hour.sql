-- Counts the events of one hour anew.
create or replace function event.count_hour(hour timestamptz) returns void language sql set search_path = pg_catalog, pg_temp as $$
  delete from event.hour_count c where c.hour = $1;
  insert into event.hour_count
  select $1, e.action_id, count(*) from event.member_event e where e.id >= event.id_floor($1) and e.id < event.id_floor($1 + interval '1 hour') group by e.action_id
$$;
revoke all on function event.count_hour from public;
