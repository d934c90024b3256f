-- One mark for all that the catalog says: whoever knows the mark knows the catalog, and reads it again only when the mark is another.
create table event.catalog_mark (
  only_one boolean primary key default true check (only_one),
  mark uuid not null default gen_random_uuid()
);
insert into event.catalog_mark default values;
grant select on event.catalog_mark to memberscope_web, memberscope_worker;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- Whoever writes the catalog, its mark changes with it, in the same transaction. A mark is never used twice, in no database: a copy of a
-- database has the mark of the catalog that it has copied.
create or replace function event.mark_catalog() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update event.catalog_mark set mark = gen_random_uuid();
  return null;
end $$;
revoke all on function event.mark_catalog from public;

set local check_function_bodies = on;

-- End of functions and views.

create trigger mark_catalog after insert or update or delete or truncate on event.action for each statement execute function event.mark_catalog();
create trigger mark_catalog after insert or update or delete or truncate on event.action_version for each statement execute function event.mark_catalog();
