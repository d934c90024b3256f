-- Refuses a schema in which an attribute is not personal that is personal in any action and version, unless somebody has agreed to it within 24 hours
-- (event.loosening).
create or replace function event.keep_masks(schema jsonb) returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare loosened text;
begin
  select p.key into loosened from jsonb_each(keep_masks.schema -> 'properties') p
   where not p.value ? 'personal'
     and exists (select from event.action_version v where v.schema -> 'properties' -> p.key ? 'personal')
     and not exists (select from event.loosening l where l.name = p.key and l.agreed_at > clock_timestamp() - interval '24 hours')
   limit 1;
  if loosened is not null then
    perform event.refuse('schema', loosened || ' was personal in another version and stays personal', 'Declare it personal, or have another admin agree first.', 'MS409');
  end if;
end $$;
revoke all on function event.keep_masks from public;
