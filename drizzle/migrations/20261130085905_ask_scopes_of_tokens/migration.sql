-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

drop function staff.acting(bytea,text);

-- Who acts, by the hash of their session's or personal access token, which the web learns from the request alone; without one, somebody at the command line
-- of the host, under the name given. `scope` is what a token may of what the role may; null for all. Refuses when the token is none in force.
create or replace function staff.acting(token_hash bytea, host text, out account_id uuid, out login text, out role text, out scope text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if token_hash is null then
    login := 'host:' || regexp_replace(coalesce(host, ''), '^host:', '');
    return;
  end if;
  select f.account_id, f.login, f.role into account_id, login, role from staff.find_session(token_hash, false) f;
  if not found then select f.account_id, f.login, f.role, f.scope into account_id, login, role, scope from staff.find_token(token_hash) f; end if;
  if account_id is null then perform event.refuse('session', 'it has ended', 'Sign in again.', 'MS409'); end if;
end $$;
revoke all on function staff.acting from public;

-- Ends one of the sessions of whoever asks; false when there is no such one. No token ends any that was made for less
-- than its owner may: the account itself is in no scope.
create or replace function staff.end_own_session(acting bytea, session_id uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update staff.session s set ended_at = clock_timestamp()
    from staff.acting(acting, null) a
   where s.account_id = a.account_id and s.id = session_id and s.ended_at is null and a.scope is null;
  return found;
end $$;
revoke all on function staff.end_own_session from public;
grant execute on function staff.end_own_session to memberscope_web;

-- The personal access tokens of whoever asks, and for an admin everybody's, if by a token then by one that has staff:manage, that are in force or ended within 30 days.
create or replace function staff.list_tokens(acting bytea)
returns table (id uuid, login text, own boolean, name text, scope text[], created_at timestamptz, created_by text, expires_at timestamptz, last_used_at timestamptz,
               revoked_at timestamptz)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, o.login, o.id = a.account_id, t.name, t.scope, t.created_at, t.created_by, t.expires_at, t.last_used_at, t.revoked_at
    from staff.acting(acting, null) a join staff.access_token t on t.account_id = a.account_id
      or (a.role = 'admin' and (a.scope is null or 'staff:manage' = any(a.scope)))
    join staff.account o on o.id = t.account_id
   where coalesce(t.revoked_at, t.expires_at) > clock_timestamp() - interval '30 days'
   order by t.created_at desc limit 500
$$;
revoke all on function staff.list_tokens from public;
grant execute on function staff.list_tokens to memberscope_web;

-- Ends a personal access token: one's own, or anybody's for an admin. A token that was made for less ends itself alone, with the scope staff:manage an admin's
-- anybody's. Gives its owner and name; no row when there is no such one in force.
create or replace function staff.revoke_token(acting bytea, token_id uuid) returns table (owner text, token_name text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
begin
  select * into who from staff.acting(acting, null);
  update staff.access_token t set revoked_at = clock_timestamp() from staff.account a
   where t.id = token_id and t.revoked_at is null and a.id = t.account_id and (
         t.token_hash = acting or (t.account_id = who.account_id and who.scope is null)
         or (who.role = 'admin' and (who.scope is null or 'staff:manage' = any(who.scope))))
  returning a.login, t.name into owner, token_name;
  if not found then return; end if;
  insert into staff.setting_change (account_id, login, subject, name, what) values (who.account_id, who.login, 'token', owner || ': ' || token_name, 'revoked');
  return next;
end $$;
revoke all on function staff.revoke_token from public;
grant execute on function staff.revoke_token to memberscope_web;

set local check_function_bodies = on;

-- End of functions and views.
