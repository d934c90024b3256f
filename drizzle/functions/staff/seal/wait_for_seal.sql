-- Whoever writes an access record, it waits for the seal from the same transaction on: what commits late is sealed late, and never left out.
create or replace function staff.wait_for_seal() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into staff.unsealed (record_id) select a.id from added a;
  return null;
end $$;
revoke all on function staff.wait_for_seal from public;
