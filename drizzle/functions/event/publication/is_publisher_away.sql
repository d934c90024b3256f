-- Whether the external publisher cannot do its work: internal messages do not reach it (the internal topic, its own queue or SQS is known not to answer),
-- or the external topic is away and it receives nothing. The sender tells the outside at once then, instead of when the publisher's time is over.
create or replace function event.is_publisher_away() returns boolean language sql stable set search_path = pg_catalog, pg_temp
as $$
  select exists (select from event.outage o
                  where o.seen_at > clock_timestamp() - interval '30 seconds'
                    and (o.part in ('topic:internal', 'topic:external', 'sqs')
                         or o.part = (select 'queue:' || s.queue_name from event.subscriber s where s.id = 'external-publisher')))
$$;
revoke all on function event.is_publisher_away from public;
grant execute on function event.is_publisher_away to memberscope_worker;
