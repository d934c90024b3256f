-- Refuses what event.unreadable finds in attributes or context.
create or replace function event.refuse_unreadable(field text, fault text) returns void language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  perform event.refuse(field, fault, case when fault like '%levels' then 'Flatten it, or store it elsewhere and refer to it.' else 'Write it as text.' end);
end $$;
revoke all on function event.refuse_unreadable from public;
