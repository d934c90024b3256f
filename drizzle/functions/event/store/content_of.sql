-- All that was given of an event, as one text: what its content_hash covers.
create or replace function event.content_of(member_id text, action text, version smallint, attributes jsonb, context jsonb, occurred_at timestamptz,
  correlation_id uuid, causation_id uuid, message_attributes jsonb) returns text language sql stable as $$
  select jsonb_build_array(member_id, action, version, attributes, context, extract(epoch from occurred_at), correlation_id, causation_id, message_attributes)::text
$$;
revoke all on function event.content_of from public;
