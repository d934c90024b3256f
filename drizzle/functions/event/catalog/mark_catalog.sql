-- Whoever writes the catalog, its mark changes with it, in the same transaction. A mark is never used twice, in no database: a copy of a
-- database has the mark of the catalog that it has copied.
create or replace function event.mark_catalog() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update event.catalog_mark set mark = gen_random_uuid();
  return null;
end $$;
revoke all on function event.mark_catalog from public;
