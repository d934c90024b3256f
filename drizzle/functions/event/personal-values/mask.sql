-- What may be shown of a normalized personal value: never more than half. Phone: the operator's or the country's prefix, and of the digits behind it at
-- most half, four at most. E-mail: the first letters of name and domain. Name: its first character. Address: at most two words from its beginning, at
-- most half of them; of a short one only as many as are not more than half of its letters. What is as short as that shows nothing. Korean mobile
-- numbers, mail and names are masked here, in a statement that inlines it; everything else by event.unusual_mask (a test holds both equal).
create or replace function event.mask(kind text, value text) returns text language sql immutable as $$
  select case
    when kind = 'phone' and value ~ '^\+821[016789][0-9]{7,8}$' then '0' || substr(value, 4, 2) || '-****-' || right(value, least((length(value) - 5) / 2, 4))
    when kind = 'email' then left(value, least(length(split_part(value, '@', 1)) / 2, 1)) || '***@' || left(split_part(value, '@', 2), 1) || '***'
    when kind = 'name' then left(value, least(length(value) / 2, 1)) || '**'
    else event.unusual_mask(kind, value) end
$$;
revoke all on function event.mask from public;
grant execute on function event.mask to memberscope_web, memberscope_worker;
