-- The mask (event.mask) of phone numbers of any country and of addresses.
create or replace function event.unusual_mask(kind text, value text) returns text language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
declare
  prefix text;
  local text;
  words text[];
  shown int;
begin
  case kind
    when 'phone' then
      prefix := event.phone_prefix(value);
      local := case when value like '+82%' then '0' || substr(value, 4) else value end;
      shown := least((length(local) - length(prefix)) / 2, 4);
      return prefix || '-****-' || right(substr(local, length(prefix) + 1), shown);
    when 'address' then
      words := string_to_array(value, ' ');
      shown := least(cardinality(words) / 2, 2);
      if shown = 1 and length(words[1]) * 2 > length(array_to_string(words, '')) then shown := 0; end if;
      return concat_ws(' ', variadic words[1:shown] || '***'::text);
  end case;
end $$;
revoke all on function event.unusual_mask from public;
grant execute on function event.unusual_mask to memberscope_web, memberscope_worker;
