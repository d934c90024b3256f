-- Why a repetition of what SNS has taken would only be one more copy now: the recorder's queue does not answer ('away'), or more waits in it than was
-- handled there in this and the last minute ('behind'), so that what was sent lies in it. Null while the recorder keeps up, and where no worker looks.
create or replace function event.recorder_trouble() returns text language sql stable set search_path = pg_catalog, pg_temp
as $$
  select case
           when exists (select from event.outage o where o.part in ('sqs', 'queue:' || s.queue_name) and o.seen_at > clock_timestamp() - interval '30 seconds') then 'away'
           when exists (select from event.queue_measure q
                         where q.queue_name = s.queue_name and q.measured_at > clock_timestamp() - interval '30 seconds'
                           and (q.waiting > 20 or q.filled_since < clock_timestamp() - interval '10 seconds')
                           and q.waiting > (select coalesce(sum(m.handled), 0) from event.handled_minute m
                                             where m.queue_name = s.queue_name and m.minute >= date_trunc('minute', clock_timestamp()) - interval '1 minute')) then 'behind'
         end
    from event.subscriber s where s.id = 'recorder'
$$;
revoke all on function event.recorder_trouble from public;
grant execute on function event.recorder_trouble to memberscope_web, memberscope_worker;
