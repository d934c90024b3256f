-- What may be shown of a normalized personal value: phone its first three and last four digits, e-mail the first letters of name and domain, name its
-- first character, address its first two words.
create or replace function event.mask(kind text, value text) returns text language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
declare digits text;
begin
  case kind
    when 'phone' then
      digits := case when value like '+82%' then '0' || substr(value, 4) else substr(value, 2) end;
      return case when value like '+82%' then '' else '+' end || left(digits, 3) || '-****-' || right(digits, 4);
    when 'email' then return left(value, 1) || '***@' || left(split_part(value, '@', 2), 1) || '***';
    when 'name' then return left(value, 1) || '**';
    when 'address' then return split_part(value, ' ', 1) || ' ' || split_part(value, ' ', 2) || ' ***';
  end case;
end $$;
revoke all on function event.mask from public;
grant execute on function event.mask to memberscope_web, memberscope_worker;
