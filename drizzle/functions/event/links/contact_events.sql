-- Where a phone number or an e-mail address stands, by the name that event.contact_of gives: the newest events in which it was or became, with its mask.
create or replace function event.contact_events(kind text, hash text, max_rows int) returns table (event_id uuid, member_id text, masked text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.event_id, p.member_id, event.mask($1, p.value) from event.personal_value p
   where p.kind = $1 and $1 in ('phone', 'email') and p.hash = decode($2, 'hex') order by p.event_id desc limit least($3, 10000)
$$;
revoke all on function event.contact_events from public;
grant execute on function event.contact_events to memberscope_web;
