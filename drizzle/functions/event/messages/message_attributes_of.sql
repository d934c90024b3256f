-- The SNS attributes of an event's message in a layer, target ALL; a resend replaces target and adds replay and attempt. own: what the caller gave.
create or replace function event.message_attributes_of(layer text, action text, attributes jsonb, promoted text[], own jsonb) returns jsonb language sql immutable as $$
  select jsonb_build_object('layer', jsonb_build_object('Type', 'String', 'Value', layer),
                            'action', jsonb_build_object('Type', 'String', 'Value', action),
                            'target', jsonb_build_object('Type', 'String', 'Value', 'ALL'))
    || case when attributes = '{}' then '{}' else jsonb_build_object('changed', jsonb_build_object('Type', 'String.Array', 'Value',
         (select jsonb_agg(k order by k)::text from jsonb_object_keys(attributes) k))) end
    || case when promoted = '{}' then '{}' else event.promoted_attributes(attributes, promoted) end
    || own
$$;
revoke all on function event.message_attributes_of from public;
grant execute on function event.message_attributes_of to memberscope_web, memberscope_worker;
