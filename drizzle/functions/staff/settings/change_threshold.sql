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
