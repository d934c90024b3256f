-- What was given up becomes due again as a repetition, with nine tries more: a bounded number at a time, oldest first. The web process itself may not
-- touch what waits. Locks are taken in the recorder's order, and what the recorder or the sender holds is theirs.
create or replace function event.retry_parked(p_layer smallint, p_limit int) returns int language sql security definer set search_path = pg_catalog, pg_temp
as $$
  with parked as (
    select p.event_id, p.layer from event.pending p
     where p.layer = p_layer and p.parked_at is not null
     order by p.event_id limit p_limit for update skip locked),
  due as (
    update event.pending p
       set parked_at = null, attempts = 1, last_error = null, next_at = clock_timestamp()
      from parked where p.event_id = parked.event_id and p.layer = parked.layer
    returning 1)
  select count(*)::int from due
$$;
revoke all on function event.retry_parked from public;
grant execute on function event.retry_parked to memberscope_web;
