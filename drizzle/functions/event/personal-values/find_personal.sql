-- Where a personal value stands: every event in which it was or became, newest first.
create or replace function event.find_personal(kind text, value text, max_rows int default 1000) returns table (event_id uuid, member_id text, name text, side char(1))
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.event_id, p.member_id, p.name, p.side from event.personal_value p
   where p.kind = $1 and p.hash = event.hash_of($1 || ':' || event.normalize_personal($1, $2)) order by p.event_id desc limit least($3, 10000)
$$;
revoke all on function event.find_personal from public;
grant execute on function event.find_personal to memberscope_web;
