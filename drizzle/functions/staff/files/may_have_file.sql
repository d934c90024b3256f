-- Whether a role may ask for a file of a kind and take it away.
create or replace function staff.may_have_file(role text, kind text) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case kind when 'events' then role in ('analyst', 'admin') when 'disclosure' then role = 'admin' else false end
$$;
revoke all on function staff.may_have_file from public;
