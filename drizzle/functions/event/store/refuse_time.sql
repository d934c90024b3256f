-- A given time lies at most five minutes ahead of the database's clock, and in a quarter that has partitions.
create or replace function event.refuse_time(occurred_at timestamptz) returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if occurred_at > clock_timestamp() + interval '5 minutes' then
    perform event.refuse('occurredAt', 'lies more than five minutes in the future', 'Correct the clock or the time zone of the producer.');
  end if;
  if not exists (select from event.partition_range r where occurred_at >= (r.from_day::timestamp at time zone 'UTC') and occurred_at < (r.to_day::timestamp at time zone 'UTC')) then
    perform event.refuse('occurredAt', 'lies before the oldest partition', 'Add the partitions of that time first (event.add_quarters), or correct the time.');
  end if;
end $$;
revoke all on function event.refuse_time from public;
