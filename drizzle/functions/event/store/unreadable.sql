-- What PostgreSQL stores, every receiver must be able to read: deep nesting ends the stack of JSON readers, and a number beyond a double's is infinity
-- to them. Says which; null when it can be read. Imported events are never sent, and are left as they were.
create or replace function event.unreadable(value jsonb) returns text language sql immutable as $$
  select case when jsonb_path_exists(value, 'strict $.**{101}') then 'is nested deeper than 100 levels'
              when jsonb_path_exists(value, 'strict $.** ? (@ > 1.7976931348623157e308 || @ < -1.7976931348623157e308)') then 'holds a number beyond 1.7976931348623157e308' end
$$;
revoke all on function event.unreadable from public;
