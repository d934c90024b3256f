-- Takes devices and addresses out of a member's events, and out of what was counted of them, and those that nobody else has out of kept searches, saved
-- views, jobs and finds of watches. What counts and ranks them does so anew within minutes.
create or replace function event.erase_devices(member_id text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare gone record;
begin
  -- Whoever counts now has not seen this, and would write down again what goes.
  perform from event.count_progress for update;
  for gone in
    select v.kind, v.value,
           case v.kind when 'device' then exists (select from event.member_event o where o.device_id = v.value and o.member_id <> erase_devices.member_id)
                       else exists (select from event.member_event o where o.ip = v.value and o.member_id <> erase_devices.member_id) end as is_shared
      from (select distinct k.kind, k.value from event.member_event e cross join lateral (values ('device', e.device_id), ('ip', e.ip)) k(kind, value)
             where e.member_id = erase_devices.member_id and k.value is not null) v
  loop
    delete from event.shared_value s where s.kind = gone.kind and s.value = gone.value;
    update event.shared_ranking set counted_at = null where found;
    continue when gone.is_shared;
    perform event.forget_asked(gone.value, true);
    update staff.watch_find f set subject = '***' where f.subject = gone.value;
  end loop;
  delete from event.sighting s where s.member_id = erase_devices.member_id;
  update event.member_event e set device_id = null, ip = null, context = event.without_device(e.context)
   where e.member_id = erase_devices.member_id and (e.device_id is not null or e.ip is not null or e.context ?| array['deviceId', 'ip', 'device']);
end $$;
revoke all on function event.erase_devices from public;
