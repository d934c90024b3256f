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
