-- SQS takes the characters of XML 1.0 alone. PostgreSQL stores two more and writes them as they are: U+FFFE and U+FFFF. In a body they are
-- escaped, which says the same.
create function event.in_sendable_characters(body text) returns text language sql immutable strict parallel safe
return replace(replace(body, U&'\FFFE', '\ufffe'), U&'\FFFF', '\uffff');

revoke all on function event.in_sendable_characters from public;
grant execute on function event.in_sendable_characters to memberscope_web, memberscope_worker;

create or replace function event.internal_body(e event.member_event, action text) returns text language sql stable
return event.in_sendable_characters(jsonb_build_object('eventId', e.id, 'memberId', e.member_id, 'action', action, 'version', e.version,
  'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(e.attributes) k),
  'attributes', e.attributes, 'context', e.context,
  'occurredAt', to_char(uuid_extract_timestamp(e.id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'correlationId', e.correlation_id, 'causationId', e.causation_id)::text);

create or replace function event.external_body(e event.member_event, action text) returns text language sql stable
return event.in_sendable_characters(jsonb_build_object('eventId', e.id, 'memberId', e.member_id, 'action', action, 'version', e.version,
  'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(e.attributes) k),
  'occurredAt', to_char(uuid_extract_timestamp(e.id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text);
