-- What an outside system did with a message, told by the holder of its service token: once for each event and delivery, the first word stands.
-- Subscriber null: the token is not in force; member null: no such event.
create or replace function event.report_handled(p_token_hash bytea, p_event_id uuid, p_delivery text, p_outcome text, out subscriber_id text, out member_id text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select t.subscriber_id into subscriber_id from event.token_in_force(p_token_hash) t;
  if subscriber_id is null then return; end if;
  select e.member_id into member_id from event.member_event e where e.id = p_event_id;
  if member_id is null then return; end if;
  insert into event.inbox (handler, event_id, member_id, delivery, outcome) values (report_handled.subscriber_id, p_event_id, report_handled.member_id, p_delivery, p_outcome)
  on conflict do nothing;
end $$;
revoke all on function event.report_handled from public;
grant execute on function event.report_handled to memberscope_web;
