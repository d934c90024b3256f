alter table staff.account
  alter column password_hash drop not null,
  add column issuer text,
  add column subject text check (octet_length(subject) between 1 and 255),
  add constraint account_identity_key unique (issuer, subject),
  add check ((issuer is null) = (subject is null)),
  add check ((password_hash is null) = (issuer is not null));
alter table staff.session add column provider_sid text;
drop function staff.find_session(bytea, boolean);
drop function staff.list_accounts(bytea);

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- The identity provider has signed somebody out: ends that session of its own, or all of the subject. No row for somebody unknown.
create or replace function staff.end_provider_sessions(issuer text, subject text, sid text) returns table (account_id uuid, login text, ended int)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with over as (
    update staff.session s set ended_at = clock_timestamp() from staff.account a
     where a.id = s.account_id and s.ended_at is null and a.issuer = $1 and ($2 is null or a.subject = $2) and ($3 is null or s.provider_sid = $3) and coalesce($2, $3) is not null
    returning a.id, a.login)
  select o.id, o.login, count(*)::int from over o group by 1, 2
$$;
revoke all on function staff.end_provider_sessions from public;
grant execute on function staff.end_provider_sessions to memberscope_web;

-- Opens a session of somebody whom the identity provider named by issuer and subject: makes the account at the first time, takes name and role over each time, which ends the
-- sessions of another role. What the person has shown of themselves is as old as the provider says. outcome: opened, disabled, stale (the provider has not seen them
-- within a session's longest life), taken (another account has the login, with the provider's name, too).
create or replace function staff.open_provider_session(issuer text, subject text, wanted text, name text, role text, auth_time timestamptz, sid text, token_hash bytea,
  old_hash bytea, browser_hash bytea, ip text, user_agent text, out outcome text, out account_id uuid, out login text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  host text := split_part(split_part(issuer, '://', 2), '/', 1);
  account staff.account;
begin
  if auth_time < clock_timestamp() - make_interval(hours => staff.threshold_of('session-hours')) then outcome := 'stale'; return; end if;
  -- Two first sign-ins of one person make one account.
  perform pg_advisory_xact_lock(hashtextextended('memberscope provider ' || issuer || ' ' || subject, 0));
  select * into account from staff.account a where a.issuer = open_provider_session.issuer and a.subject = open_provider_session.subject for no key update;
  if account.id is null then
    -- A login of the same name is somebody else's: no account is ever joined to another.
    foreach login in array array[left(wanted, 60), left(wanted, 40) || '@' || left(host, 40)] loop
      insert into staff.account (login, name, role, issuer, subject)
      values (open_provider_session.login, open_provider_session.name, open_provider_session.role, open_provider_session.issuer, open_provider_session.subject)
      on conflict on constraint account_login_key do nothing returning * into account;
      exit when account.id is not null;
    end loop;
    if account.id is null then outcome := 'taken'; login := null; return; end if;
    insert into staff.setting_change (login, subject, name, what, after) values ('provider:' || left(host, 80), 'account', account.login, 'created', account.role);
  end if;
  account_id := account.id;
  login := account.login;
  if account.disabled_at is not null then outcome := 'disabled'; return; end if;
  if account.role <> role then
    update staff.session s set ended_at = clock_timestamp() where s.account_id = account.id and s.ended_at is null;
    insert into staff.setting_change (login, subject, name, what, before, after)
    values ('provider:' || left(host, 80), 'account', account.login, 'role', account.role, open_provider_session.role);
  end if;
  update staff.account a set name = open_provider_session.name, role = open_provider_session.role where a.id = account.id;
  perform staff.open_session(account.id, token_hash, old_hash, browser_hash, ip, user_agent, array[]::text[]);
  update staff.session s set proved_at = least(open_provider_session.auth_time, clock_timestamp()), provider_sid = open_provider_session.sid
   where s.token_hash = open_provider_session.token_hash;
  outcome := 'opened';
end $$;
revoke all on function staff.open_provider_session from public;
grant execute on function staff.open_provider_session to memberscope_web;

-- The identity provider has seen the person of this session again. outcome: proved, other (it names somebody else), stale (it has not asked again), over (the session is).
create or replace function staff.prove_provider_session(token_hash bytea, issuer text, subject text, auth_time timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who staff.account;
begin
  select a.* into who from staff.find_session(token_hash, true) f join staff.account a on a.id = f.account_id;
  if who.id is null then return 'over'; end if;
  if (who.issuer, who.subject) is distinct from (prove_provider_session.issuer, prove_provider_session.subject) then return 'other'; end if;
  if auth_time < clock_timestamp() - make_interval(mins => staff.threshold_of('proof-minutes')) then return 'stale'; end if;
  update staff.session s set proved_at = least(auth_time, clock_timestamp()) where s.token_hash = prove_provider_session.token_hash;
  return 'proved';
end $$;
revoke all on function staff.prove_provider_session from public;
grant execute on function staff.prove_provider_session to memberscope_web;

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
  if account.issuer is not null and change in ('role', 'password') then
    perform event.refuse('change', 'this account is the identity provider''s, which gives role and password', 'Change it there.', 'MS409');
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

-- Every account for an admin, with its open sessions, tokens in force, last sign-in, and how many tries to sign in failed in a row.
create or replace function staff.list_accounts(acting bytea)
returns table (id uuid, login text, name text, role text, created_at timestamptz, disabled_at timestamptz, must_change_password boolean, sessions int, tokens int,
               last_seen_at timestamptz, failures int, by_provider boolean)
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
             and left(t.lane, 21) = left(translate(encode(sha256(convert_to(a.login, 'UTF8')), 'base64'), '+/', '-_'), 21)),
         a.issuer is not null
    from staff.account a order by a.disabled_at nulls first, a.name, a.login limit 1000;
end $$;
revoke all on function staff.list_accounts from public;
grant execute on function staff.list_accounts to memberscope_web;

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

-- The enabled account of a login that has a password, with what its password is compared with, and whether somebody has signed in to it in this browser.
create or replace function staff.find_sign_in(login text, browser_hash bytea)
returns table (account_id uuid, name text, role text, password_hash text, knows_browser boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.id, a.name, a.role, a.password_hash,
         exists (select from staff.known_browser b where b.token_hash = $2 and b.account_id = a.id and b.seen_at > clock_timestamp() - interval '180 days')
    from staff.account a where a.login = $1 and a.disabled_at is null and a.password_hash is not null
$$;
revoke all on function staff.find_sign_in from public;
grant execute on function staff.find_sign_in to memberscope_web;

set local check_function_bodies = on;

-- End of functions and views.
