-- Holds the counts of a period against the events: every hour and action where they differ, of hours that are counted and not to be counted again. With
-- repair they are counted anew.
create or replace function event.reconcile_counts(from_time timestamptz, to_time timestamptz, repair boolean)
returns table (hour timestamptz, action text, counted bigint, stored bigint) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare first_hour timestamptz := date_trunc('hour', from_time); last_hour timestamptz; wrong timestamptz[];
begin
  perform from event.count_progress for update;
  select least(date_trunc('hour', to_time), p.counted_before) into last_hour from event.count_progress p;
  create temporary table wrong_count on commit drop as
    select coalesce(s.hour, c.hour) as hour, coalesce(s.action_id, c.action_id) as action_id, coalesce(c.n, 0) as counted, coalesce(s.n, 0) as stored
      from (select date_trunc('hour', e.occurred_at) as hour, e.action_id, count(*) as n from event.member_event e
             where e.id >= event.id_floor(first_hour) and e.id < event.id_floor(last_hour) group by 1, 2) s
      full join (select * from event.hour_count h where h.hour >= first_hour and h.hour < last_hour) c on c.hour = s.hour and c.action_id = s.action_id
     where c.n is distinct from s.n and not exists (select from event.recount r where r.hour = coalesce(s.hour, c.hour));
  if repair then
    insert into event.recount select distinct w.hour from pg_temp.wrong_count w;
    perform event.count_hours(0);
  end if;
  return query select w.hour, a.name, w.counted, w.stored from pg_temp.wrong_count w join event.action a on a.id = w.action_id order by 1, 2;
end $$;
revoke all on function event.reconcile_counts from public;
grant execute on function event.reconcile_counts to memberscope_web;
