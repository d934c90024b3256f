-- Whoever writes the registry, the history is written with it.
create or replace function event.keep_subscriber_policy() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' or old.policy <> new.policy or old.policy_scope <> new.policy_scope then
    insert into event.subscriber_policy (subscriber_id, act, policy, policy_scope, changed_by)
    values (new.id, 'registered', new.policy, new.policy_scope, new.policy_by);
  end if;
  return null;
end $$;
revoke all on function event.keep_subscriber_policy from public;
