-- What PostgreSQL stores, every receiver must be able to read: deep nesting ends the stack of JSON readers, and a number beyond a double's is
-- infinity to them. Both are refused when stored, with the field named. Imported events are never sent, and are left as they were.
create or replace function event.refuse_unreadable() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare field text; value jsonb;
begin
  for field, value in values ('attributes', new.attributes), ('context', new.context) loop
    if jsonb_path_exists(value, 'strict $.**{101}') then
      perform event.refuse(field, 'is nested deeper than 100 levels', 'Flatten it, or store it elsewhere and refer to it.');
    end if;
    if jsonb_path_exists(value, 'strict $.** ? (@ > 1.7976931348623157e308 || @ < -1.7976931348623157e308)') then
      perform event.refuse(field, 'holds a number beyond 1.7976931348623157e308', 'Write it as text.');
    end if;
  end loop;
  return new;
end $$;
revoke all on function event.refuse_unreadable from public;
