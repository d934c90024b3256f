-- What makes two events with one producer's id the same: a keyed hash of all that was given.
create or replace function event.content_hash(member_id text, action text, version smallint, attributes jsonb, context jsonb, occurred_at timestamptz,
  correlation_id uuid, causation_id uuid, message_attributes jsonb) returns bytea language sql stable set search_path = pg_catalog, pg_temp as $$
  select event.hash_of(event.content_of(member_id, action, version, attributes, context, occurred_at, correlation_id, causation_id, message_attributes))
$$;
revoke all on function event.content_hash from public;
