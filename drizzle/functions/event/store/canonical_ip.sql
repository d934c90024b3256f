-- The one form of an IP address that is stored and searched, however it was written: with a port, in brackets, with a zone, in capitals, as IPv4 inside
-- IPv6. Null for what is no address: it stays in the context, and the column is empty. canonicalIp of the vocabulary says the same; a test holds them
-- equal.
create or replace function event.canonical_ip(written text) returns text language sql immutable parallel safe as $$
  select case when written ~ '^(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])){3}$' then written else event.unusual_ip(written) end
$$;
revoke all on function event.canonical_ip from public;
grant execute on function event.canonical_ip to memberscope_web, memberscope_worker;
