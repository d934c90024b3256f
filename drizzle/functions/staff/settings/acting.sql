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
