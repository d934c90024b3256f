-- Counts anew which devices and addresses most members had, for the window that is most overdue: each may be as old as a hundredth of its length. One caller
-- at a time counts a window. Gives its days, or null when none is due.
create or replace function event.rank_shared() returns smallint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare window_days smallint; began timestamptz := clock_timestamp();
begin
  select r.days into window_days from event.shared_ranking r
   where r.counted_at is null or r.counted_at < clock_timestamp() - r.days * interval '1 day' / 100
   order by r.counted_at nulls first, r.days limit 1 for update skip locked;
  if window_days is null then return null; end if;
  delete from event.shared_value v where v.days = window_days;
  perform event.rank_shared_of('device', window_days);
  perform event.rank_shared_of('ip', window_days);
  update event.shared_ranking set counted_at = began where days = window_days;
  return window_days;
end $$;
revoke all on function event.rank_shared from public;
grant execute on function event.rank_shared to memberscope_worker;
