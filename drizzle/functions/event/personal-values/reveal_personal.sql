-- One clear personal value of an event; null when there is none.
create or replace function event.reveal_personal(event_id uuid, name text, side char(1)) returns text language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.value from event.member_event e join event.personal_value p on p.member_id = e.member_id and p.event_id = e.id and p.name = $2 and p.side = $3 where e.id = $1
$$;
revoke all on function event.reveal_personal from public;
grant execute on function event.reveal_personal to memberscope_web;
