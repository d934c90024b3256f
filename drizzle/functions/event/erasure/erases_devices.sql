-- Whether erasing a member takes devices and addresses out of the member's events, too: the retention setting keep-erased-devices is 0.
create or replace function event.erases_devices() returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select staff.threshold_of('keep-erased-devices') = 0
$$;
revoke all on function event.erases_devices from public;
grant execute on function event.erases_devices to memberscope_web, memberscope_worker;
