-- The name under which links know a phone number or an e-mail address: its keyed hash in hexadecimal digits, and its mask. Null for what is none.
create or replace function event.contact_of(kind text, value text) returns table (hash text, masked text) language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select encode(event.hash_of($1 || ':' || n), 'hex'), event.mask($1, n) from event.normalize_personal($1, $2) n where n is not null and $1 in ('phone', 'email')
$$;
revoke all on function event.contact_of from public;
grant execute on function event.contact_of to memberscope_web;
