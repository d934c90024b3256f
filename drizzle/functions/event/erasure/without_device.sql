-- A context without what says from which device and address somebody came.
create or replace function event.without_device(context jsonb) returns jsonb language sql immutable set search_path = pg_catalog, pg_temp as $$
  select context - array['deviceId', 'ip', 'device']
$$;
revoke all on function event.without_device from public;
