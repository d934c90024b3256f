-- Searches ask which producer gave an event.
grant select (source, event_id) on event.source_event to memberscope_web, memberscope_worker;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

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

-- "+82 (0)10 1234 5678" and "0082 010-1234-5678" are +821012345678: the zero that is dialled inside Korea does not follow its country code.
create or replace function event.normalize_personal(kind text, value text) returns text language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
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
revoke all on function event.normalize_personal from public;
grant execute on function event.normalize_personal to memberscope_domain_writer, memberscope_worker, memberscope_web;

-- The SNS attributes of an event's internal message as values: a Number as number, a String.Array as array. Planned once: the pool of
-- searches plans every statement for its values, also within functions, which took two milliseconds an event.
create or replace function event.sns_values(e event.member_event) returns jsonb language sql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  select coalesce(jsonb_object_agg(a.key, case a.value ->> 'Type' when 'Number' then to_jsonb((a.value ->> 'Value')::numeric)
                                                                  when 'String.Array' then (a.value ->> 'Value')::jsonb
                                                                  else a.value -> 'Value' end), '{}')
    from jsonb_each(event.message_attributes_of(e, 'internal')) a
$$;
revoke all on function event.sns_values from public;
grant execute on function event.sns_values to memberscope_web, memberscope_worker;

-- The attributes of an event as a later version of its action has them, for readers and searches: the stored row and its messages stay as they were sent.
-- Steps are the upcasts of the versions after the stored one, oldest first; null for none. An attribute may come from one of the version before under its
-- old name, with values exchanged by their text (a number as it is written without needless zeros), or be what the version before always meant.
-- Planned once: the pool of searches would plan each of its statements anew for every event.
create or replace function event.upcast_attributes(attributes jsonb, steps jsonb) returns jsonb language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare step jsonb; name text; source jsonb; after jsonb; change jsonb; side text; v jsonb; word text;
begin
  for step in select s.value from jsonb_array_elements(steps) with ordinality s(value, n) order by s.n loop
    after := attributes - array(select s.value ->> 'was' from jsonb_each(step -> 'attributes') s where s.value ? 'was');
    for name, source in select s.key, s.value from jsonb_each(step -> 'attributes') s loop
      if source ? 'to' then
        if not after ? name then after := after || jsonb_build_object(name, jsonb_build_object('to', source -> 'to')); end if;
      elsif attributes ? (source ->> 'was') then
        change := attributes -> (source ->> 'was');
        foreach side in array array['from', 'to'] loop
          v := change -> side;
          continue when v is null or jsonb_typeof(v) in ('object', 'array');
          word := case jsonb_typeof(v) when 'number' then trim_scale((v #>> '{}')::numeric)::text else coalesce(v #>> '{}', 'null') end;
          if source -> 'values' ? word then change := jsonb_set(change, array[side], source -> 'values' -> word); end if;
        end loop;
        after := after || jsonb_build_object(name, change);
      end if;
    end loop;
    attributes := after;
  end loop;
  return attributes;
end $$;
revoke all on function event.upcast_attributes from public;
grant execute on function event.upcast_attributes to memberscope_web, memberscope_worker;

set local check_function_bodies = on;

-- End of functions and views.
