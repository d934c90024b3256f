-- The SNS attributes that the catalog promotes: an attribute's new value, where it is text, a number or a boolean that SNS can filter by; others are
-- left out (event.unpromotable).
create or replace function event.promoted_attributes(attributes jsonb, promoted text[]) returns jsonb language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_object_agg(n, jsonb_build_object('Type', case jsonb_typeof(attributes -> n -> 'to') when 'number' then 'Number' else 'String' end, 'Value', attributes -> n ->> 'to')), '{}')
    from unnest(promoted) n
   where jsonb_typeof(attributes -> n -> 'to') in ('string', 'number', 'boolean') and event.unpromotable(attributes -> n -> 'to') is null
$$;
revoke all on function event.promoted_attributes from public;
grant execute on function event.promoted_attributes to memberscope_web, memberscope_worker;
