-- Names an action in the event catalog, or gives it another family. Its row stays locked until commit, so that two pushes of one action follow one
-- another.
create or replace function event.push_action(name text, family text) returns smallint language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into event.action as a (name, family) values ($1, $2) on conflict (name) do update set family = excluded.family returning a.id
$$;
revoke all on function event.push_action from public;
grant execute on function event.push_action to memberscope_web;
