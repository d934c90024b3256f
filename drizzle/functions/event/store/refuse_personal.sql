-- Looks at the sides of personal attributes one by one, for the words of the refusal: of an event of which event.store_event saw that one is not valid
-- of its kind. names are the personal attributes of the version, kinds their kinds.
create or replace function event.refuse_personal(attributes jsonb, names text[], kinds text[]) returns void language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare name text; kind text; side text; given text;
begin
  for i in 1 .. cardinality(names) loop
    name := names[i]; kind := kinds[i];
    foreach side in array array['from', 'to'] loop
      given := attributes -> name ->> side;
      continue when given is null or event.normalize_personal(kind, given) is not null;
      perform event.refuse('attributes.' || name || '.' || side, 'is not a valid ' || kind, case kind when 'phone' then 'Write it like 010-1234-5678 or +82 10 1234 5678.' when 'email' then 'Write it like name@example.com.' else 'Give 1 to 1024 bytes of text.' end);
    end loop;
  end loop;
end $$;
revoke all on function event.refuse_personal from public;
