-- Who changed which account, token or threshold, from what to what, and why; written by functions alone, which set who and when themselves.
create table staff.setting_change (
  id uuid primary key default uuidv7(), at timestamptz not null default clock_timestamp(),
  account_id uuid references staff.account, login text not null,
  subject text not null check (subject in ('account', 'token', 'threshold')),
  name text not null, what text not null, before text, after text, reason text check (octet_length(reason) between 1 and 2000));
grant select on staff.setting_change to memberscope_web;

alter table staff.account add column must_change_password boolean not null default false;
alter table staff.access_token add column id uuid not null unique default uuidv7(), add column scope text[], add column last_used_at timestamptz,
  add column created_by text not null default 'installation';

-- The web reads of accounts what people see of each other; everything else goes through functions that know who asks by the token of a session.
revoke all on staff.account, staff.access_token, staff.access_record from memberscope_web;
grant select (id, login, name, role, disabled_at, created_at) on staff.account to memberscope_web;
grant select on staff.access_record to memberscope_web;
grant select on staff.threshold to memberscope_web;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

drop function staff.find_session(bytea,boolean);

-- Writes an access record; id and time are set here, login and role of an account are its own. With `same_look` nothing is written when the same account has
-- a record of that name within five minutes.
create or replace function staff.record_access(account_id uuid, login text, ip text, act text, member_ids text[], what jsonb, result text, reason text, same_look text)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  own_login text := record_access.login;
  own_role text;
begin
  if record_access.account_id is not null then
    select a.login, a.role into strict own_login, own_role from staff.account a where a.id = record_access.account_id;
  end if;
  if same_look is not null and exists (
    select from staff.access_record r
     where r.account_id = record_access.account_id and r.view_key = same_look and r.at > clock_timestamp() - interval '5 minutes') then return; end if;
  insert into staff.access_record (account_id, login, role, ip, act, member_ids, what, result, reason, view_key)
  values (record_access.account_id, own_login, own_role, record_access.ip, record_access.act, record_access.member_ids, record_access.what,
          record_access.result, record_access.reason, same_look);
end $$;
revoke all on function staff.record_access from public;
grant execute on function staff.record_access to memberscope_web;

-- Who acts, by the hash of their session's or personal access token, which the web learns from the request alone; without one, somebody at the command line
-- of the host, under the name given. Refuses when the token is none in force.
create or replace function staff.acting(token_hash bytea, host text, out account_id uuid, out login text, out role text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if token_hash is null then
    login := 'host:' || regexp_replace(coalesce(host, ''), '^host:', '');
    return;
  end if;
  select f.account_id, f.login, f.role into account_id, login, role from staff.find_session(token_hash, false) f;
  if not found then select f.account_id, f.login, f.role into account_id, login, role from staff.find_token(token_hash) f; end if;
  if account_id is null then perform event.refuse('session', 'it has ended', 'Sign in again.', 'MS409'); end if;
end $$;
revoke all on function staff.acting from public;

-- The same, for what admins alone may do, and not to their own account.
create or replace function staff.acting_admin(token_hash bytea, host text, about uuid, out account_id uuid, out login text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_role text;
begin
  select a.account_id, a.login, a.role into account_id, login, found_role from staff.acting(token_hash, host) a;
  if token_hash is not null and found_role <> 'admin' then perform event.refuse('role', 'only an admin may do this', 'Ask one.', 'MS409'); end if;
  if account_id = about then perform event.refuse('account', 'nobody changes this of their own account', 'Ask another admin.', 'MS409'); end if;
end $$;
revoke all on function staff.acting_admin from public;

-- Changes somebody else's account: 'role' (value: the new one), 'disabled' or 'enabled', 'password' (value: its hash; it must be changed at the next
-- sign-in), 'sessions-ended', 'unlocked' (value: the prefix of the account's lanes of tries to sign in). What takes power away ends the sessions at once;
-- gives their number. The last admin stays one.
create or replace function staff.change_account(acting bytea, account_id uuid, change text, value text, reason text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  account staff.account;
  ended int := 0;
begin
  select * into who from staff.acting_admin(acting, null, change_account.account_id);
  if acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  -- One change of roles after the other: of two admins who would disable each other one is the last.
  lock table staff.setting_change in share row exclusive mode;
  select * into account from staff.account a where a.id = change_account.account_id for no key update;
  if account.id is null then perform event.refuse('accountId', 'there is no such account', 'Read the list of accounts again.'); end if;
  if account.role = 'admin' and account.disabled_at is null and (change = 'disabled' or change = 'role' and value <> 'admin')
     and not exists (select from staff.account a where a.role = 'admin' and a.disabled_at is null and a.id <> account.id) then
    perform event.refuse('change', 'this is the last admin', 'Make somebody else an admin first.', 'MS409');
  end if;
  case change
    when 'role' then update staff.account a set role = value where a.id = account.id;
    when 'disabled' then update staff.account a set disabled_at = clock_timestamp() where a.id = account.id and a.disabled_at is null;
    when 'enabled' then update staff.account a set disabled_at = null where a.id = account.id;
    when 'password' then update staff.account a set password_hash = value, must_change_password = true where a.id = account.id;
    when 'unlocked' then delete from staff.sign_in_try t where left(t.lane, 21) = value;
    when 'sessions-ended' then null;
    else perform event.refuse('change', 'must be a known one', 'Read the documentation.');
  end case;
  if change in ('role', 'disabled', 'password', 'sessions-ended') then
    update staff.session s set ended_at = clock_timestamp() where s.account_id = account.id and s.ended_at is null;
    get diagnostics ended = row_count;
  end if;
  insert into staff.setting_change (account_id, login, subject, name, what, before, after, reason)
  values (who.account_id, who.login, 'account', account.login, change, case when change = 'role' then account.role end, case when change = 'role' then value end, change_account.reason);
  return ended;
end $$;
revoke all on function staff.change_account from public;
grant execute on function staff.change_account to memberscope_web;

-- The person of a session has a new password; their other sessions end. The caller has compared the old one.
create or replace function staff.change_own_password(token_hash bytea, password_hash text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  ended int;
begin
  select f.account_id, f.login into who from staff.find_session(token_hash, true) f;
  if who.account_id is null then perform event.refuse('session', 'it has ended', 'Sign in again.', 'MS409'); end if;
  update staff.account a set password_hash = change_own_password.password_hash, must_change_password = false where a.id = who.account_id;
  update staff.session s set ended_at = clock_timestamp()
   where s.account_id = who.account_id and s.ended_at is null and s.token_hash <> change_own_password.token_hash;
  get diagnostics ended = row_count;
  insert into staff.setting_change (account_id, login, subject, name, what) values (who.account_id, who.login, 'account', who.login, 'password');
  return ended;
end $$;
revoke all on function staff.change_own_password from public;
grant execute on function staff.change_own_password to memberscope_web;

-- Sets a number of the installation within its bounds; gives the one before.
create or replace function staff.change_threshold(acting bytea, name text, value int, reason text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  was staff.threshold;
begin
  select * into who from staff.acting_admin(acting, null, null);
  if acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  select * into was from staff.threshold t where t.name = change_threshold.name for update;
  if was.name is null then perform event.refuse('name', 'there is no such threshold', 'Read the list again.'); end if;
  if value not between was.lowest and was.highest then
    perform event.refuse('value', format('must be from %s to %s', was.lowest, was.highest), 'Choose a number within these bounds.');
  end if;
  update staff.threshold t set value = change_threshold.value where t.name = was.name;
  insert into staff.setting_change (account_id, login, subject, name, what, before, after, reason)
  values (who.account_id, who.login, 'threshold', was.name, 'value', was.value, change_threshold.value, change_threshold.reason);
  return was.value;
end $$;
revoke all on function staff.change_threshold from public;
grant execute on function staff.change_threshold to memberscope_web;

-- Makes an account; null when the login is taken.
create or replace function staff.create_account(acting bytea, host text, login text, name text, role text, password_hash text, must_change boolean)
returns uuid language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  made uuid;
begin
  select * into who from staff.acting_admin(acting, host, null);
  insert into staff.account (login, name, role, password_hash, must_change_password)
  values (create_account.login, create_account.name, create_account.role, create_account.password_hash, must_change)
  on conflict on constraint account_login_key do nothing returning id into made;
  if made is not null then
    insert into staff.setting_change (account_id, login, subject, name, what, after)
    values (who.account_id, who.login, 'account', create_account.login, 'created', create_account.role);
  end if;
  return made;
end $$;
revoke all on function staff.create_account from public;
grant execute on function staff.create_account to memberscope_web;

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

-- The password of an account is known to others: nothing is open to it before another is set.
create or replace function staff.demand_password_change(login text) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update staff.account a set must_change_password = true where a.login = $1 and not a.must_change_password
$$;
revoke all on function staff.demand_password_change from public;
grant execute on function staff.demand_password_change to memberscope_web;

-- Ends one of the sessions of whoever asks; false when there is no such one.
create or replace function staff.end_own_session(acting bytea, session_id uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update staff.session s set ended_at = clock_timestamp()
    from staff.acting(acting, null) a
   where s.account_id = a.account_id and s.id = session_id and s.ended_at is null;
  return found;
end $$;
revoke all on function staff.end_own_session from public;
grant execute on function staff.end_own_session to memberscope_web;

-- Every account for an admin, with its open sessions, tokens in force, last sign-in, and how many tries to sign in failed in a row.
create or replace function staff.list_accounts(acting bytea)
returns table (id uuid, login text, name text, role text, created_at timestamptz, disabled_at timestamptz, must_change_password boolean, sessions int, tokens int,
               last_seen_at timestamptz, failures int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (select f.role from staff.session s join staff.account f on f.id = s.account_id where s.token_hash = acting and s.ended_at is null
      union all select f.role from staff.access_token t join staff.account f on f.id = t.account_id where t.token_hash = acting and t.revoked_at is null)
     is distinct from 'admin' then perform event.refuse('role', 'only an admin may do this', 'Ask one.', 'MS409'); end if;
  return query
  select a.id, a.login, a.name, a.role, a.created_at, a.disabled_at, a.must_change_password,
         (select count(*)::int from staff.session s where s.account_id = a.id and s.ended_at is null
             and s.last_seen_at > clock_timestamp() - make_interval(mins => staff.threshold_of('session-idle-minutes'))
             and s.created_at > clock_timestamp() - make_interval(hours => staff.threshold_of('session-hours'))),
         (select count(*)::int from staff.access_token t where t.account_id = a.id and t.revoked_at is null and t.expires_at > clock_timestamp()),
         (select max(s.last_seen_at) from staff.session s where s.account_id = a.id),
         (select coalesce(max(t.failures), 0) from staff.sign_in_try t
           where t.tried_at > clock_timestamp() - interval '1 hour'
             and left(t.lane, 21) = left(translate(encode(sha256(convert_to(a.login, 'UTF8')), 'base64'), '+/', '-_'), 21))
    from staff.account a order by a.disabled_at nulls first, a.name, a.login limit 1000;
end $$;
revoke all on function staff.list_accounts from public;
grant execute on function staff.list_accounts to memberscope_web;

-- The open sessions of whoever asks; `here` is the one they ask by.
create or replace function staff.list_sessions(acting bytea)
returns table (id uuid, created_at timestamptz, last_seen_at timestamptz, ip text, user_agent text, here boolean)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.created_at, s.last_seen_at, s.ip, s.user_agent, s.token_hash = acting
    from staff.acting(acting, null) a join staff.session s on s.account_id = a.account_id
   where s.ended_at is null
     and s.last_seen_at > clock_timestamp() - make_interval(mins => staff.threshold_of('session-idle-minutes'))
     and s.created_at > clock_timestamp() - make_interval(hours => staff.threshold_of('session-hours'))
   order by s.last_seen_at desc
$$;
revoke all on function staff.list_sessions from public;
grant execute on function staff.list_sessions to memberscope_web;

-- The personal access tokens of whoever asks, and for an admin everybody's, that are in force or ended within 30 days.
create or replace function staff.list_tokens(acting bytea)
returns table (id uuid, login text, own boolean, name text, scope text[], created_at timestamptz, created_by text, expires_at timestamptz, last_used_at timestamptz,
               revoked_at timestamptz)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, o.login, o.id = a.account_id, t.name, t.scope, t.created_at, t.created_by, t.expires_at, t.last_used_at, t.revoked_at
    from staff.acting(acting, null) a join staff.access_token t on t.account_id = a.account_id or a.role = 'admin'
    join staff.account o on o.id = t.account_id
   where coalesce(t.revoked_at, t.expires_at) > clock_timestamp() - interval '30 days'
   order by t.created_at desc limit 500
$$;
revoke all on function staff.list_tokens from public;
grant execute on function staff.list_tokens to memberscope_web;

-- Ends a personal access token: one's own, or anybody's for an admin. Gives its owner and name; no row when there is no such one in force.
create or replace function staff.revoke_token(acting bytea, token_id uuid) returns table (owner text, token_name text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
begin
  select * into who from staff.acting(acting, null);
  update staff.access_token t set revoked_at = clock_timestamp() from staff.account a
   where t.id = token_id and t.revoked_at is null and a.id = t.account_id and (t.account_id = who.account_id or who.role = 'admin')
  returning a.login, t.name into owner, token_name;
  if not found then return; end if;
  insert into staff.setting_change (account_id, login, subject, name, what) values (who.account_id, who.login, 'token', owner || ': ' || token_name, 'revoked');
  return next;
end $$;
revoke all on function staff.revoke_token from public;
grant execute on function staff.revoke_token to memberscope_web;

-- Who has this session: no row when it is unknown, ended, too old or untouched for too long, or its account disabled. Only what a person does keeps it
-- alive; that is written down once a minute. `proved` says whether the person has shown who they are a short time ago.
create or replace function staff.find_session(token_hash bytea, acts boolean)
returns table (account_id uuid, login text, name text, role text, proved boolean, must_change_password boolean)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with found as (
    select s.token_hash, s.last_seen_at, s.proved_at, a.id, a.login, a.name, a.role, a.must_change_password
      from staff.session s join staff.account a on a.id = s.account_id
     where s.token_hash = $1 and s.ended_at is null and a.disabled_at is null
       and s.last_seen_at > clock_timestamp() - make_interval(mins => staff.threshold_of('session-idle-minutes'))
       and s.created_at > clock_timestamp() - make_interval(hours => staff.threshold_of('session-hours'))),
  touched as (
    update staff.session s set last_seen_at = clock_timestamp() from found f
     where s.token_hash = f.token_hash and $2 and f.last_seen_at < clock_timestamp() - interval '1 minute')
  select f.id, f.login, f.name, f.role, f.proved_at > clock_timestamp() - make_interval(mins => staff.threshold_of('proof-minutes')), f.must_change_password
    from found f
$$;
revoke all on function staff.find_session from public;
grant execute on function staff.find_session to memberscope_web;

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

set local check_function_bodies = on;

-- End of functions and views.
