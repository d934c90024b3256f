-- Counts hours that are over, and who was seen with what in them: once no transaction that could still add to them is open, and again those that an import or a
-- late event changed since. Called every minute; one caller at a time, at most max_hours each. Gives how many hours were counted.
create or replace function event.count_hours(max_hours int) returns int language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare progress event.count_progress; again timestamptz[]; as_of pg_snapshot; until_hour timestamptz; done int := 0; now_at timestamptz := clock_timestamp();
begin
  select * into progress from event.count_progress for update skip locked;
  if not found then return 0; end if;
  if progress.counted_before is null then
    delete from event.sighting;
    progress.counted_before := date_trunc('hour', coalesce((select e.occurred_at from event.member_event e order by e.id limit 1), now_at));
  end if;

  -- By one statement, so of one snapshot: an event that it does not see leaves its mark for the next call.
  with taken as (delete from event.recount returning hour)
  select array_agg(distinct t.hour) filter (where t.hour < progress.counted_before), pg_current_snapshot() into again, as_of from taken t;
  if again is not null then
    perform event.count_hour(h), event.sum_sightings(h, h + interval '1 hour', progress.counted_as_of, as_of) from unnest(again) h;
    perform event.sum_days(d, (d + 1)::date) from (select distinct (h at time zone 'UTC')::date as d from unnest(again) h) x where (d + 1)::timestamp at time zone 'UTC' <= progress.counted_before;
    done := cardinality(again);
  end if;

  -- Five minutes after an hour's end its last transactions are remembered; when all of them have ended, it is counted.
  if progress.closing_hour is null and date_trunc('hour', now_at - interval '5 minutes') > progress.counted_before then
    progress.closing_hour := date_trunc('hour', now_at - interval '5 minutes');
    progress.closing_by := pg_snapshot_xmax(as_of);
  end if;
  if progress.closing_hour is not null and pg_snapshot_xmin(as_of) >= progress.closing_by then
    until_hour := least(progress.closing_hour, progress.counted_before + max_hours * interval '1 hour');
    insert into event.hour_count as c
    select date_trunc('hour', e.occurred_at), e.action_id, count(*) from event.member_event e
     where e.id >= event.id_floor(progress.counted_before) and e.id < event.id_floor(until_hour) group by 1, 2 order by 1, 2
    on conflict (hour, action_id) do update set n = excluded.n;
    perform event.sum_sightings(progress.counted_before, until_hour, null, as_of);
    perform event.sum_days((progress.counted_before at time zone 'UTC')::date, (until_hour at time zone 'UTC')::date);
    done := done + extract(epoch from until_hour - progress.counted_before)::int / 3600;
    progress.counted_before := until_hour;
    if until_hour = progress.closing_hour then progress.closing_hour := null; progress.closing_by := null; end if;
  end if;
  update event.count_progress
     set counted_before = progress.counted_before, closing_hour = progress.closing_hour, closing_by = progress.closing_by, counted_as_of = as_of;
  return done;
end $$;
revoke all on function event.count_hours from public;
grant execute on function event.count_hours to memberscope_worker;
