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
