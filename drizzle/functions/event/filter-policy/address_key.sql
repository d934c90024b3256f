-- Addresses are read as event-ruler reads them, by Java: leading zeros count as nothing, in IPv4 up to 15 characters. PostgreSQL refuses them.
create or replace function event.address_key(address text) returns text language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
declare bits text;
begin
  if strpos(address, ':') > 0 then
    address := regexp_replace(address, '(^|:)0+(?=[0-9a-fA-F])', '\1', 'g');
    if length(address) > 39 or address !~ '^[0-9a-fA-F:]+$' or not pg_input_is_valid(address, 'inet') then return null; end if;
    bits := encode(substr(inet_send(address::inet), 5), 'hex');
    return case when starts_with(bits, '00000000000000000000ffff') then '4' || right(bits, 8) else '6' || bits end;
  end if;
  if length(address) > 15 or address !~ '^[0-9]+(\.[0-9]+){3}$' then return null; end if;
  address := regexp_replace(address, '(^|\.)0+(?=[0-9])', '\1', 'g');
  if not pg_input_is_valid(address, 'inet') then return null; end if;
  return '4' || encode(substr(inet_send(address::inet), 5), 'hex');
end $$;
revoke all on function event.address_key from public;
grant execute on function event.address_key to memberscope_web, memberscope_worker;
