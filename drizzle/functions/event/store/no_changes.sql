-- The names of attributes whose "from" equals their "to": no change, which is left out of the event.
create or replace function event.no_changes(attributes jsonb) returns text[] language sql immutable set search_path = pg_catalog, pg_temp as $$
  select array(select a.key from jsonb_each(attributes) a where a.value -> 'from' = a.value -> 'to' order by a.key)
$$;
revoke all on function event.no_changes from public;
