-- What the caller's own transaction has recorded so far, in its order, for the tests of systems that record: record, look, roll back. It reads
-- every partition, which is nothing in a database for tests; personal values are masked as everywhere.
create or replace function event.recorded_here()
returns table (event_id uuid, member_id text, action text, version smallint, attributes jsonb, context jsonb, occurred_at timestamptz, correlation_id uuid, causation_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.id, e.member_id, a.name, e.version, e.attributes, e.context, uuid_extract_timestamp(e.id), e.correlation_id, e.causation_id
    from event.member_event e join event.action a on a.id = e.action_id
   where e.stored_by = pg_current_xact_id_if_assigned() order by e.id
$$;
revoke all on function event.recorded_here from public;
grant execute on function event.recorded_here to memberscope_domain_writer;
