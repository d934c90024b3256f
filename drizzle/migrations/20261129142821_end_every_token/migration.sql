-- Each service token ends on its day. Those that the installation stored had no end: what shows personal values ends in 90 days, the rest in a year, and
-- the history of settings says of each which day that is.
with given as (
  update event.service_token t set ends_at = clock_timestamp() + make_interval(days => case when event.shows_personal(t.scope) then 90 else 365 end)
   where t.ends_at is null and t.revoked_at is null returning t.subscriber_id, t.ends_at)
insert into staff.setting_change (login, subject, name, what, after, reason)
select 'installation', 'token', 'service: ' || g.subscriber_id, 'end', to_char(g.ends_at at time zone 'UTC', 'YYYY-MM-DD'), 'each token ends: this one had no end' from given g;
update event.service_token set ends_at = revoked_at where ends_at is null;
alter table event.service_token alter ends_at set not null;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- The holder of a service token that is in force, by its hash, with who issued and who approved it; no row when it is unknown, revoked, past its end, or still waits
-- for a second admin.
create or replace function event.token_in_force(token_hash bytea) returns table (subscriber_id text, scope text[], issued_by text, approved_by text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.subscriber_id, t.scope, t.created_by, t.approved_by
    from event.service_token t
   where t.token_hash = $1 and t.revoked_at is null and t.ends_at > clock_timestamp() and (t.approved_at is not null or not t.needs_second)
$$;
revoke all on function event.token_in_force from public;

-- Why a service token opens nothing, to its holder: 'revoked', 'ended', 'waiting' for a second admin, or null when there is no such token.
create or replace function event.token_refusal(token_hash bytea) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when t.revoked_at is not null then 'revoked' when t.ends_at <= clock_timestamp() then 'ended' else 'waiting' end
    from event.service_token t where t.token_hash = $1
$$;
revoke all on function event.token_refusal from public;
grant execute on function event.token_refusal to memberscope_web;

set local check_function_bodies = on;

-- End of functions and views.
