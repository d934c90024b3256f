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
