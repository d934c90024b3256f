-- Puts a limit that is confirmed into the history of settings, for whoever confirms it, with the limit before it.
create or replace function republish.keep_limit_change() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into staff.setting_change (account_id, login, subject, name, what, before, after, reason)
  select a.id, a.login, 'threshold', 'approval-limit', 'value', republish.approval_limit(), new.deliveries, new.reason
    from staff.account a where a.id = new.confirmed_by;
  return new;
end $$;
revoke all on function republish.keep_limit_change from public;
