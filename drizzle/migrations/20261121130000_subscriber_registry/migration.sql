-- The registry of subscribers as staff keep it: which policy was registered and applied when and by whom, and the tokens without their secrets.
alter table event.subscriber
  add column policy_scope text not null default 'MessageAttributes' check (policy_scope in ('MessageAttributes', 'MessageBody')),
  -- Who registered the policy that stands here: a login, or 'installation' for what comes with the program.
  add column policy_by text not null default 'installation';

-- Only grows. 'registered': the registry was brought to this policy; 'applied': SNS was.
create table event.subscriber_policy (
  id bigint generated always as identity primary key,
  subscriber_id text not null references event.subscriber,
  act text not null check (act in ('registered', 'applied')),
  policy jsonb not null, policy_scope text not null,
  changed_by text not null,
  changed_at timestamptz not null default clock_timestamp());
create index on event.subscriber_policy (subscriber_id, id desc);

-- Whoever writes the registry, the history is written with it.
create function event.keep_subscriber_policy() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' or old.policy <> new.policy or old.policy_scope <> new.policy_scope then
    insert into event.subscriber_policy (subscriber_id, act, policy, policy_scope, changed_by)
    values (new.id, 'registered', new.policy, new.policy_scope, new.policy_by);
  end if;
  return null;
end $$;
revoke all on function event.keep_subscriber_policy from public;
create trigger keep_policy after insert or update on event.subscriber for each row execute function event.keep_subscriber_policy();
insert into event.subscriber_policy (subscriber_id, act, policy, policy_scope, changed_by, changed_at)
select id, 'registered', policy, policy_scope, policy_by, created_at from event.subscriber order by created_at;

-- A token is named by its id; its hash stays unreadable.
alter table event.service_token
  add column id uuid not null default uuidv7() unique,
  add column created_by text not null default 'installation';

grant insert, update (policy, policy_scope, policy_by) on event.subscriber to memberscope_web;
grant select, insert on event.subscriber_policy to memberscope_web;
grant select (id, subscriber_id, scope, created_at, created_by, revoked_at), insert (token_hash, subscriber_id, scope, created_by),
  update (revoked_at) on event.service_token to memberscope_web;
