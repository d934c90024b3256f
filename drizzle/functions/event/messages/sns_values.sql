-- The SNS attributes of a message as values: a Number as number, a String.Array as array. Planned once: the pool of searches plans every statement for its
-- values, also within functions, which took two milliseconds an event.
create or replace function event.sns_values(sns_attributes jsonb) returns jsonb language sql immutable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  select coalesce(jsonb_object_agg(a.key, case a.value ->> 'Type' when 'Number' then to_jsonb((a.value ->> 'Value')::numeric)
                                                                  when 'String.Array' then (a.value ->> 'Value')::jsonb
                                                                  else a.value -> 'Value' end), '{}')
    from jsonb_each(sns_attributes) a
$$;
revoke all on function event.sns_values from public;
grant execute on function event.sns_values to memberscope_web, memberscope_worker;
