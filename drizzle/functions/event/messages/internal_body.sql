-- The one text of an event's internal message: publisher, size rule and body-scope search use it; nothing serializes it again.
create or replace function event.internal_body(id uuid, member_id text, action text, version smallint, attributes jsonb, context jsonb, correlation_id uuid, causation_id uuid) returns text
language sql stable as $$
  select event.in_sendable_characters(jsonb_build_object('eventId', id, 'memberId', member_id, 'action', action, 'version', version,
    'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(attributes) k),
    'attributes', attributes, 'context', context,
    'occurredAt', to_char(uuid_extract_timestamp(id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'correlationId', correlation_id, 'causationId', causation_id)::text)
$$;
revoke all on function event.internal_body from public;
grant execute on function event.internal_body to memberscope_web, memberscope_worker;
