-- "+82 (0)10 1234 5678" and "0082 010-1234-5678" are +821012345678: the zero that is dialled inside Korea does not follow its country code.
create or replace function event.unusual_personal(kind text, value text) returns text language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare v text := btrim(regexp_replace(value, '\s+', ' ', 'g'));
begin
  case kind
    when 'phone' then
      if v ~ '[^0-9 +().\-]' then return null; end if;
      v := regexp_replace(v, '[^0-9+]', '', 'g');
      if v like '00%' then v := '+' || substr(v, 3); end if;
      if v like '0%' then v := '+82' || substr(v, 2); end if;
      -- A Korean mobile number whose zero a spreadsheet has dropped; no other country's number begins so and is as short.
      if v ~ '^1[016789][0-9]{7,8}$' then v := '+82' || v; end if;
      if v not like '+%' then v := '+' || v; end if;
      if v like '+820%' then v := '+82' || substr(v, 5); end if;
      return case when v ~ '^\+[1-9][0-9]{7,14}$' then v end;
    when 'email' then return case when v ~ '^[^@ ]+@[^@ ]+\.[^@ ]+$' and octet_length(v) <= 254 then lower(v) end;
    when 'name', 'address' then return case when v <> '' and octet_length(v) <= 1024 then v end;
  end case;
end $$;
revoke all on function event.unusual_personal from public;
grant execute on function event.unusual_personal to memberscope_domain_writer, memberscope_worker, memberscope_web;
