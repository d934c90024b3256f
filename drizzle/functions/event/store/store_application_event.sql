-- For a process that publishes after its own commit: sent by the loop only when that has not been recorded within the layer's threshold.
-- Gives the message as it is to be published: none for an event whose source pair was stored before, and none while the layer's sending is left to the
-- loop, for which the event is due at once.
create or replace function event.store_application_event(
  member_id text, action text, attributes jsonb, context jsonb default '{}', occurred_at timestamptz default null, version smallint default null,
  source text default null, source_event_id text default null, correlation_id uuid default null, causation_id uuid default null,
  message_attributes jsonb default '{}', out event_id uuid, out body text, out sns_attributes jsonb, out is_new boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare stored record; is_left boolean := event.is_left_to_sender(1::smallint);
begin
  stored := event.store_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when is_left then interval '0' end, 0::smallint);
  event_id := stored.event_id; is_new := stored.is_new;
  if is_left or not is_new then return; end if;
  select event.internal_body(stored.event_id, $1, a.name, v.version, stored.stored_attributes, coalesce($4, '{}'), coalesce($9, stored.event_id), $10),
         event.message_attributes_of('internal', a.name, stored.stored_attributes, v.promoted, coalesce($11, '{}'))
    into body, sns_attributes
    from event.action a join event.action_version v on v.action_id = a.id and v.version = coalesce($6, a.current_version)
   where a.name = $2;
end $$;
revoke all on function event.store_application_event from public;
grant execute on function event.store_application_event to memberscope_web, memberscope_worker;
