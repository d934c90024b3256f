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
