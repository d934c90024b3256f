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
