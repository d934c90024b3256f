-- From here on events of the action are stored with its newest version unless they name another.
create or replace function event.use_newest_version(action_id smallint) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update event.action a set current_version = v.newest
    from (select max(v.version) as newest from event.action_version v where v.action_id = $1) v
   where a.id = $1 and a.current_version <> v.newest
$$;
revoke all on function event.use_newest_version from public;
grant execute on function event.use_newest_version to memberscope_web;
