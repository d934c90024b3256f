-- Deletes clear values, and devices and addresses where they are not kept, of members who were erased within the last week: of events whose transaction was open while the member was erased, and so saw no erasure.
-- Later events keep none (event.store_event). Gives how many values went.
create or replace function event.erase_late_values() returns int language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare erased int;
begin
  delete from event.personal_value p using event.erased_member e where p.member_id = e.member_id and e.erased_at > clock_timestamp() - interval '7 days';
  get diagnostics erased = row_count;
  if event.erases_devices() then
    perform event.erase_devices(e.member_id) from event.erased_member e
     where e.erased_at > clock_timestamp() - interval '7 days'
       and exists (select from event.member_event m where m.member_id = e.member_id and (m.device_id is not null or m.ip is not null));
  end if;
  return erased;
end $$;
revoke all on function event.erase_late_values from public;
grant execute on function event.erase_late_values to memberscope_worker;
