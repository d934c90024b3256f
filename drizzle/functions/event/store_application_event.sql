-- For a process that publishes after its own commit: sent by the loop only when that has not been recorded within the layer's threshold.
-- Gives the message as it is to be published; no message while the layer's sending is left to the loop, for which the event is due at once.
create or replace function event.store_application_event(
  member_id text, action text, attributes jsonb, context jsonb default '{}', occurred_at timestamptz default null, version smallint default null,
  source text default null, source_event_id text default null, correlation_id uuid default null, causation_id uuid default null,
  message_attributes jsonb default '{}', out event_id uuid, out body text, out sns_attributes jsonb, out is_new boolean)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select s.event_id, case when not l.is_left then s.body end, case when not l.is_left then s.sns_attributes end, s.is_new
    from (select event.is_left_to_sender(1::smallint) as is_left) l
   cross join lateral event.store_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when l.is_left then interval '0' end, 0::smallint) s
$$;
revoke all on function event.store_application_event from public;
grant execute on function event.store_application_event to memberscope_web, memberscope_worker;
