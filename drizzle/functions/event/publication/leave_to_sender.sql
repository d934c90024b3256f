-- What a process could not publish becomes the sender's: due at once and still a first message where nothing was sent, soon and as a repetition
-- where the answer was lost. What the sender or the recorder holds is theirs already.
create or replace function event.leave_to_sender(event_ids uuid[], p_layer smallint, may_be_sent boolean) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with held as (
    select p.event_id, p.layer from event.pending p
     where p.event_id = any(leave_to_sender.event_ids) and p.layer = p_layer and p.attempts = 0 and p.parked_at is null
     order by p.event_id for update skip locked)
  update event.pending p
     set next_at = case when may_be_sent then clock_timestamp() + interval '5 seconds' else p.stored_at end,
         attempts = case when may_be_sent then 1 else 0 end
    from held h where p.event_id = h.event_id and p.layer = h.layer
$$;
revoke all on function event.leave_to_sender from public;
grant execute on function event.leave_to_sender to memberscope_web, memberscope_worker;
