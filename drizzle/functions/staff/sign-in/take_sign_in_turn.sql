-- Counts a try to sign in as failed before its password is looked at, and gives its turn: how long it has to wait for it, in milliseconds. In each lane the
-- first `free` tries have no gap between them; each further one doubles the gap after it, from a second to `longest_ms`. A try that would wait longer
-- than `patience_ms` is not taken and changes nothing. A lane untried for an hour begins anew. `failures` are those of the last lane.
create or replace function staff.take_sign_in_turn(lanes text[], free int[], longest_ms int[], patience_ms int)
returns table (taken boolean, wait_ms int, failures int)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  moment timestamptz;
  turn timestamptz;
begin
  insert into staff.sign_in_try (lane) select l from unnest(lanes) l order by l on conflict do nothing;
  -- Always in one order, so that tries that come side by side wait for each other and never in a circle.
  perform from staff.sign_in_try t where t.lane = any (lanes) order by t.lane for update;
  moment := clock_timestamp();
  select greatest(moment, max(t.next_at)) into turn from staff.sign_in_try t where t.lane = any (lanes);
  wait_ms := ceil(extract(epoch from turn - moment) * 1000);
  taken := wait_ms <= patience_ms;
  if taken then
    update staff.sign_in_try t
       set failures = n.failures, tried_at = moment,
           next_at = turn + case when n.failures < n.free then interval '0'
                                 else make_interval(secs => least(n.longest_ms, 1000 * 2 ^ least(n.failures - n.free, 20)) / 1000.0) end
      from (select l.lane, l.free, l.longest_ms, case when o.tried_at < moment - interval '1 hour' then 1 else o.failures + 1 end as failures
              from unnest(lanes, free, longest_ms) l (lane, free, longest_ms) join staff.sign_in_try o on o.lane = l.lane) n
     where t.lane = n.lane;
  end if;
  select t.failures into failures from staff.sign_in_try t where t.lane = lanes[cardinality(lanes)];
  return next;
end $$;
revoke all on function staff.take_sign_in_turn from public;
grant execute on function staff.take_sign_in_turn to memberscope_web;
