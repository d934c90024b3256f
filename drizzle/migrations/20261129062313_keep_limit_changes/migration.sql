-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- From how many deliveries a day a second person must agree: as two admins said last, or as it is from the start.
create or replace function republish.approval_limit() returns bigint language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce((select c.deliveries from republish.limit_change c where c.confirmed_at is not null order by c.confirmed_at desc limit 1), 10000)
$$;
revoke all on function republish.approval_limit from public;
grant execute on function republish.approval_limit to memberscope_web, memberscope_worker;

-- Puts a limit that is confirmed into the history of settings, for whoever confirms it, with the limit before it.
create or replace function republish.keep_limit_change() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into staff.setting_change (account_id, login, subject, name, what, before, after, reason)
  select a.id, a.login, 'threshold', 'approval-limit', 'value', republish.approval_limit(), new.deliveries, new.reason
    from staff.account a where a.id = new.confirmed_by;
  return new;
end $$;
revoke all on function republish.keep_limit_change from public;

set local check_function_bodies = on;

-- End of functions and views.

-- Before the change, so that the limit in force is the one before.
create trigger keep_limit_change before update of confirmed_at on republish.limit_change
  for each row when (old.confirmed_at is null and new.confirmed_at is not null) execute function republish.keep_limit_change();
