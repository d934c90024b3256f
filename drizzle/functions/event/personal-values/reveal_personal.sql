create or replace function event.reveal_personal(event_id uuid, name text, side char(1)) returns text language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.value from event.personal_value p where p.event_id = $1 and p.name = $2 and p.side = $3
$$;
revoke all on function event.reveal_personal from public;
grant execute on function event.reveal_personal to memberscope_web;
