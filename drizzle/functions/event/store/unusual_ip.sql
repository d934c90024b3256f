-- The canonical form (event.canonical_ip) of an address that does not come in four plain decimals. Leading zeros count as nothing, as event-ruler reads
-- them (event.address_key).
create or replace function event.unusual_ip(written text) returns text language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
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
revoke all on function event.unusual_ip from public;
grant execute on function event.unusual_ip to memberscope_web, memberscope_worker;
