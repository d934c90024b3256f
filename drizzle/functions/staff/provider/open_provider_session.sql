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
