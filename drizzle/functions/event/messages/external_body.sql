-- Zero payload: who did what when, and the names of what changed.
create or replace function event.external_body(id uuid, member_id text, action text, version smallint, attributes jsonb) returns text language sql stable as $$
  select event.in_sendable_characters(jsonb_build_object('eventId', id, 'memberId', member_id, 'action', action, 'version', version,
    'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(attributes) k),
    'occurredAt', to_char(uuid_extract_timestamp(id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text)
$$;
revoke all on function event.external_body from public;
grant execute on function event.external_body to memberscope_web, memberscope_worker;
