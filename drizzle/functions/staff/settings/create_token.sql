-- Makes a personal access token: of one's own account, or of a login by somebody at the host. Gives its end; null when no enabled account has the login.
create or replace function staff.create_token(acting bytea, host text, for_login text, token_hash bytea, name text, scope text[], days int) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  owner_id uuid;
  ends timestamptz;
begin
  select * into who from staff.acting(acting, host);
  if days is null or days not between 1 and 365 then perform event.refuse('days', 'must be from 1 to 365', 'Choose fewer or more.'); end if;
  select a.id into owner_id from staff.account a where a.login = coalesce(for_login, who.login) and a.disabled_at is null;
  if owner_id is null then return null; end if;
  if acting is not null and owner_id <> who.account_id then perform event.refuse('login', 'must be one''s own', 'Ask its owner.', 'MS409'); end if;
  insert into staff.access_token (token_hash, account_id, name, scope, created_at, expires_at, created_by)
  values (create_token.token_hash, owner_id, create_token.name, create_token.scope, clock_timestamp(), clock_timestamp() + make_interval(days => days), who.login)
  returning expires_at into ends;
  insert into staff.setting_change (account_id, login, subject, name, what, after)
  values (who.account_id, who.login, 'token', coalesce(for_login, who.login) || ': ' || create_token.name, 'created', array_to_string(create_token.scope, ', '));
  return ends;
end $$;
revoke all on function staff.create_token from public;
grant execute on function staff.create_token to memberscope_web;
