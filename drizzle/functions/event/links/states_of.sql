-- The state of each of these members whose profile is known.
create or replace function event.states_of(member_ids text[]) returns table (member_id text, state text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.member_id, m.state from event.member_profile m where m.member_id = any($1)
$$;
revoke all on function event.states_of from public;
grant execute on function event.states_of to memberscope_web;
