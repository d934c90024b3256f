-- Why a changed attribute's new value cannot be an SNS attribute that the catalog promotes: it is left out there, counted and shown, and the member's own
-- transaction goes on. Says number (beyond
-- a billion, or more than five decimals), empty, quote (or backslash), control (a tab, a line break) or noncharacter (U+FFFE, U+FFFF). Null when it can, and for what is never promoted (a list, an object, null).
create or replace function event.unpromotable(value jsonb) returns text language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select case jsonb_typeof(value)
    when 'number' then case when value::text !~ '^-?[0-9]{1,10}(\.[0-9]{1,5})?$' or abs(value::numeric) > 1000000000 then 'number' end
    when 'string' then case when value = '""' then 'empty'
                            when value #>> '{}' ~ '["\\]' then 'quote'
                            when event.unfilterable('String', value #>> '{}') is not null then 'control'
                            when value #>> '{}' ~ U&'[\FFFE\FFFF]' then 'noncharacter' end end
$$;
revoke all on function event.unpromotable from public;
grant execute on function event.unpromotable to memberscope_web, memberscope_worker;
