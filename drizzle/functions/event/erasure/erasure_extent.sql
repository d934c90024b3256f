-- What erasing a member deletes, in numbers: clear values (of events and of the profile), searches kept and saved views that ask for one of them, jobs whose
-- order names one, and events whose device and address go, where the rule says so.
create or replace function event.erasure_extent(member_id text, out clear_values int, out kept_searches int, out saved_views int, out jobs int, out device_events int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with clear as materialized (select v.value from event.clear_values_of($1) v(value))
  select (select count(*) from event.personal_value p where p.member_id = $1)
         + (select count(*) from event.member_profile m cross join lateral (values (m.name), (m.phone), (m.email), (m.address)) f(given) where m.member_id = $1 and f.given is not null),
         (select count(*) from staff.kept_search k where exists (select from clear c where event.holds_value(to_jsonb(k) - 'key', c.value, false))),
         (select count(*) from staff.saved_view s where exists (select from clear c where event.holds_value(to_jsonb(s) - 'id', c.value, false))),
         (select count(*) from republish.job j where exists (select from clear c where event.holds_value(j.selection, c.value, false))),
         (select count(*) from event.member_event e where e.member_id = $1 and (select event.erases_devices())
            and (e.device_id is not null or e.ip is not null or e.context ?| array['deviceId', 'ip', 'device']))
$$;
revoke all on function event.erasure_extent from public;
grant execute on function event.erasure_extent to memberscope_web;
