-- The one form of an IP address that is stored and searched, however it was written: with a port, in brackets, with a zone, in capitals, as IPv4 inside
-- IPv6. Null for what is no address. canonicalIp of the vocabulary says the same; a test holds them equal.
create or replace function event.canonical_ip(written text) returns text language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare v text := btrim(written); tail text; key text;
begin
  if v ~ '^\[[^\]]*\](:[0-9]{1,5})?$' then v := substr(v, 2, strpos(v, ']') - 2);
  elsif v ~ '^[0-9.]+:[0-9]{1,5}$' then v := split_part(v, ':', 1);
  end if;
  v := regexp_replace(v, '%[A-Za-z0-9._-]+$', '');
  tail := substring(v from ':([0-9]{1,3}(?:\.[0-9]{1,3}){3})$');
  if tail is not null and event.address_key(tail) is not null then
    key := event.address_key(tail);
    v := left(v, -length(tail)) || substr(key, 2, 4) || ':' || substr(key, 6, 4);
  end if;
  key := event.address_key(v);
  if key is null then return null; end if;
  if key like '4%' then return host('0.0.0.0'::inet + ('x' || substr(key, 2))::bit(32)::bigint); end if;
  return host(rtrim(regexp_replace(substr(key, 2), '(....)', '\1:', 'g'), ':')::inet);
end $$;
revoke all on function event.canonical_ip from public;
grant execute on function event.canonical_ip to memberscope_web, memberscope_worker;
