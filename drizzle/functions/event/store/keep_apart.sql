-- Takes personal values out of attributes: masked, what the event carries; values_apart, [{name, side, kind, value}] in comparable form. names are the
-- personal attributes of the version, kinds their kinds. A value that is not valid of its kind is refused.
create or replace function event.keep_apart(attributes jsonb, names text[], kinds text[], out masked jsonb, out values_apart jsonb) language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare name text; kind text; side text; given text; clear text; changed jsonb; apart jsonb[] := '{}';
begin
  masked := attributes;
  for i in 1 .. cardinality(names) loop
    name := names[i]; kind := kinds[i]; changed := attributes -> name;
    continue when changed is null;
    foreach side in array array['from', 'to'] loop
      given := changed ->> side;
      continue when given is null;
      clear := event.normalize_personal(kind, given);
      if clear is null then
        perform event.refuse('attributes.' || name || '.' || side, 'is not a valid ' || kind, case kind when 'phone' then 'Write it like 010-1234-5678 or +82 10 1234 5678.' when 'email' then 'Write it like name@example.com.' else 'Give 1 to 1024 bytes of text.' end);
      end if;
      changed := changed || jsonb_build_object(side, event.mask(kind, clear));
      apart := apart || jsonb_build_object('name', name, 'side', left(side, 1), 'kind', kind, 'value', clear);
    end loop;
    masked := masked || jsonb_build_object(name, changed);
  end loop;
  if apart <> '{}' then values_apart := to_jsonb(apart); end if;
end $$;
revoke all on function event.keep_apart from public;
