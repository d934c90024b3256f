-- Looks at attributes one by one and names the first that breaks what the catalog declares; says nothing of attributes that keep it.
create or replace function event.refuse_attributes(attributes jsonb, schema jsonb, action text) returns void language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare name text; change jsonb; declared jsonb; side text; v jsonb; field text;
begin
  if jsonb_typeof(attributes) <> 'object' then perform event.refuse('attributes', 'must be an object', 'Write {"name": {"from": old, "to": new}}.'); end if;
  for name, change in select * from jsonb_each(attributes) loop
    field := 'attributes.' || name; declared := schema -> 'properties' -> name;
    if declared is null then
      perform event.refuse(field, 'is not declared for ' || action, 'Declare it in the event catalog as a new version, or leave it out.');
    end if;
    if jsonb_typeof(change) is distinct from 'object' or change - 'from' - 'to' <> '{}' then
      perform event.refuse(field, 'must be an object with from, to or both', 'Write {"from": old, "to": new}.');
    end if;
    foreach side in array array['from', 'to'] loop
      v := change -> side;
      continue when v is null or v = 'null';
      if jsonb_typeof(v) <> (case declared ->> 'type' when 'integer' then 'number' else declared ->> 'type' end)
         or (declared ->> 'type' = 'integer' and v::numeric <> trunc(v::numeric)) then
        perform event.refuse(field || '.' || side, 'must be of type ' || (declared ->> 'type'), 'Give it as declared in the event catalog.');
      end if;
      if declared ? 'enum' and not (declared -> 'enum') @> v then
        perform event.refuse(field || '.' || side, 'must be one of ' || (declared ->> 'enum'), 'Give one of these, or declare a new version.');
      end if;
    end loop;
  end loop;
  for name in select jsonb_array_elements_text(coalesce(schema -> 'required', '[]')) loop
    if not attributes ? name then perform event.refuse('attributes.' || name, 'is required for ' || action, 'Give it as {"from": old, "to": new}.'); end if;
  end loop;
end $$;
revoke all on function event.refuse_attributes from public;
