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
