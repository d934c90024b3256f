-- Whether conditions that somebody asked for hold a clear value of a member, however it was written: a phone number by its digits without the country's.
create or replace function event.holds_value(conditions jsonb, clear text) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
  select position(lower(clear) in lower(conditions::text)) > 0
      or (clear like '+82%' and position(substr(clear, 4) in regexp_replace(conditions::text, '[^0-9]', '', 'g')) > 0)
$$;
revoke all on function event.holds_value from public;
