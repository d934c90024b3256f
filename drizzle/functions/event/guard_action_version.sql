-- A version of an action that an event uses never changes what was sent: whoever may write the catalog, the database holds it.
create or replace function event.guard_action_version() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from event.member_event e where e.action_id = old.action_id and e.version = old.version) then
    perform event.refuse('version', 'version ' || old.version || ' of this action is used by events and cannot change', 'Add a new version instead.', 'MS409');
  end if;
  return new;
end $$;
revoke all on function event.guard_action_version from public;
