-- Makes a service token for a subscriber by order of an admin. One that reveals personal values opens nothing before another admin has approved it.
-- Gives no id where the subscriber belongs to the member system itself, which reads its own database.
create or replace function event.ask_service_token(acting bytea, subscriber_id text, token_hash bytea, scope text[], reason text, days int,
                                                   out token_id uuid, out ends_at timestamptz, out needs_second boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
begin
  select * into who from staff.acting_admin(acting, null, null);
  if acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  if days is null or days not between 1 and 365 then perform event.refuse('days', 'must be from 1 to 365', 'Choose fewer or more.'); end if;
  if exists (select from event.subscriber s where s.id = ask_service_token.subscriber_id and s.placement = 'internal' and s.policy_by = 'installation') then return; end if;
  needs_second := event.shows_personal(scope);
  ends_at := clock_timestamp() + make_interval(days => days);
  insert into event.service_token (token_hash, subscriber_id, scope, created_by, created_by_id, reason, ends_at, needs_second)
  values (ask_service_token.token_hash, ask_service_token.subscriber_id, ask_service_token.scope, who.login, who.account_id, ask_service_token.reason,
          ask_service_token.ends_at, ask_service_token.needs_second)
  returning id into token_id;
  insert into staff.setting_change (account_id, login, subject, name, what, after, reason)
  values (who.account_id, who.login, 'token', 'service: ' || ask_service_token.subscriber_id, case when needs_second then 'asked' else 'created' end,
          array_to_string(ask_service_token.scope, ', '), ask_service_token.reason);
end $$;
revoke all on function event.ask_service_token from public;
grant execute on function event.ask_service_token to memberscope_web;
