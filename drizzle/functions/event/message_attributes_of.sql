-- The SNS attributes of an event's message in a layer, target ALL; a resend replaces target and adds replay and attempt.
create or replace function event.message_attributes_of(e event.member_event, layer text) returns jsonb language sql stable as $$
  select (
  select jsonb_build_object('layer', jsonb_build_object('Type', 'String', 'Value', layer),
                            'action', jsonb_build_object('Type', 'String', 'Value', a.name),
                            'target', jsonb_build_object('Type', 'String', 'Value', 'ALL'))
    || case when e.attributes = '{}' then '{}' else jsonb_build_object('changed', jsonb_build_object('Type', 'String.Array', 'Value',
         (select jsonb_agg(k order by k)::text from jsonb_object_keys(e.attributes) k))) end
    || (select coalesce(jsonb_object_agg(p.key, jsonb_build_object(
                 'Type', case when jsonb_typeof(e.attributes -> p.key -> 'to') = 'number' then 'Number' else 'String' end,
                 'Value', e.attributes -> p.key ->> 'to')), '{}')
          from jsonb_each(v.schema -> 'properties') p
         where p.value -> 'promote' = 'true' and jsonb_typeof(e.attributes -> p.key -> 'to') in ('string', 'number', 'boolean')
           and event.unpromotable(e.attributes -> p.key -> 'to') is null)
    || e.message_attributes
    from event.action a join event.action_version v on v.action_id = a.id and v.version = e.version
   where a.id = e.action_id)
$$;
revoke all on function event.message_attributes_of from public;
grant execute on function event.message_attributes_of to memberscope_web, memberscope_worker;
