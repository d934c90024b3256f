-- For any language, inside the caller's transaction: live, and due for sending as soon as the transaction commits.
create or replace function event.record_member_event(
  member_id text, action text, attributes jsonb, context jsonb default '{}', occurred_at timestamptz default null, version smallint default null,
  source text default null, source_event_id text default null, correlation_id uuid default null, causation_id uuid default null,
  message_attributes jsonb default '{}') returns uuid language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (event.store_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, interval '0', 0::smallint)).event_id;
end $$;
revoke all on function event.record_member_event from public;
grant execute on function event.record_member_event to memberscope_domain_writer, memberscope_web, memberscope_worker;
