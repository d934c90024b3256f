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
