create or replace function event.internal_body(e event.member_event, action text) returns text language sql stable as $$
  select event.in_sendable_characters(jsonb_build_object('eventId', e.id, 'memberId', e.member_id, 'action', action, 'version', e.version,
  'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(e.attributes) k),
  'attributes', e.attributes, 'context', e.context,
  'occurredAt', to_char(uuid_extract_timestamp(e.id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'correlationId', e.correlation_id, 'causationId', e.causation_id)::text)
$$;
revoke all on function event.internal_body from public;
grant execute on function event.internal_body to memberscope_web, memberscope_worker;
