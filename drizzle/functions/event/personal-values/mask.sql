-- What may be shown of a normalized personal value: never more than half. Phone: the operator's or the country's prefix, and of the digits behind it at
-- most half, four at most. E-mail: the first letters of name and domain. Name: its first character. Address: at most two words from its beginning, at
-- most half of them; of a short one only as many as are not more than half of its letters. What is as short as that shows nothing.
create or replace function event.mask(kind text, value text) returns text language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
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
    when 'email' then
      local := split_part(value, '@', 1);
      return left(value, least(length(local) / 2, 1)) || '***@' || left(split_part(value, '@', 2), 1) || '***';
    when 'name' then return left(value, least(length(value) / 2, 1)) || '**';
    when 'address' then
      words := string_to_array(value, ' ');
      shown := least(cardinality(words) / 2, 2);
      if shown = 1 and length(words[1]) * 2 > length(array_to_string(words, '')) then shown := 0; end if;
      return concat_ws(' ', variadic words[1:shown] || '***'::text);
  end case;
end $$;
revoke all on function event.mask from public;
grant execute on function event.mask to memberscope_web, memberscope_worker;
