-- Whose personal access token this is, and what it may of what its owner may (null: all); no row when it is unknown, revoked, expired, or its account
-- disabled. Its use is written down once a minute.
create or replace function staff.find_token(token_hash bytea) returns table (account_id uuid, login text, name text, role text, scope text[])
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with found as (
    select t.token_hash, t.last_used_at, t.scope, a.id, a.login, a.name, a.role
      from staff.access_token t join staff.account a on a.id = t.account_id
     where t.token_hash = $1 and t.revoked_at is null and t.expires_at > clock_timestamp() and a.disabled_at is null and not a.must_change_password),
  used as (
    update staff.access_token t set last_used_at = clock_timestamp() from found f
     where t.token_hash = f.token_hash and coalesce(f.last_used_at, '-infinity') < clock_timestamp() - interval '1 minute')
  select f.id, f.login, f.name, f.role, f.scope from found f
$$;
revoke all on function staff.find_token from public;
grant execute on function staff.find_token to memberscope_web;
