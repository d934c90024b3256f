-- Who has this session: no row when it is unknown, ended, too old or untouched for too long, or its account disabled. Only what a person does keeps it
-- alive; that is written down once a minute. `proved` says whether the person has shown who they are a short time ago.
create or replace function staff.find_session(token_hash bytea, acts boolean)
returns table (account_id uuid, login text, name text, role text, proved boolean, must_change_password boolean, by_provider boolean)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with found as (
    select s.token_hash, s.last_seen_at, s.proved_at, a.id, a.login, a.name, a.role, a.must_change_password, a.issuer is not null as by_provider
      from staff.session s join staff.account a on a.id = s.account_id
     where s.token_hash = $1 and s.ended_at is null and a.disabled_at is null
       and s.last_seen_at > clock_timestamp() - make_interval(mins => staff.threshold_of('session-idle-minutes'))
       and s.created_at > clock_timestamp() - make_interval(hours => staff.threshold_of('session-hours'))),
  touched as (
    update staff.session s set last_seen_at = clock_timestamp() from found f
     where s.token_hash = f.token_hash and $2 and f.last_seen_at < clock_timestamp() - interval '1 minute')
  select f.id, f.login, f.name, f.role, f.proved_at > clock_timestamp() - make_interval(mins => staff.threshold_of('proof-minutes')), f.must_change_password, f.by_provider
    from found f
$$;
revoke all on function staff.find_session from public;
grant execute on function staff.find_session to memberscope_web;
