-- The part of an E.164 number that says which network it is in, as it is dialled: in Korea 02 or the three digits of an operator or a province,
-- elsewhere the country's code (ITU-T E.164: one digit for 1 and 7, two for those below, three for all others).
create or replace function event.phone_prefix(value text) returns text language sql immutable parallel safe as $$
  select case
    when value like '+822%' then '02'
    when value like '+82%' then '0' || substr(value, 4, 2)
    when value ~ '^\+[17]' then left(value, 2)
    when value ~ '^\+(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])' then left(value, 3)
    else left(value, 4) end
$$;
revoke all on function event.phone_prefix from public;
grant execute on function event.phone_prefix to memberscope_web;
