-- The last three hexadecimal digits of an event's id: the first 12 bits of its member's MD5, so that an id alone says in which of 4,096 buckets its
-- event lies. Events without an account ("unknown") are spread over all of them.
create or replace function event.member_bits(member_id text) returns text language sql volatile as $$
  select case member_id when 'unknown' then lpad(to_hex(random(0, 4095)), 3, '0') else left(md5(member_id), 3) end
$$;
revoke all on function event.member_bits from public;
