-- Lets a service token take effect that another admin has asked for. outcome: approved, same person, unknown (none that waits).
create or replace function event.approve_service_token(acting bytea, token_id uuid, out outcome text, out subscriber_id text, out scope text[], out asked_by text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  token event.service_token;
begin
  select * into who from staff.acting_admin(acting, null, null);
  if acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  select * into token from event.service_token t
   where t.id = approve_service_token.token_id and t.needs_second and t.approved_at is null and t.revoked_at is null and t.ends_at > clock_timestamp() for update;
  subscriber_id := token.subscriber_id;
  scope := token.scope;
  asked_by := token.created_by;
  outcome := case when token.id is null then 'unknown' when token.created_by_id is not distinct from who.account_id then 'same person' else 'approved' end;
  if outcome <> 'approved' then return; end if;
  update event.service_token t set approved_by = who.login, approved_by_id = who.account_id, approved_at = clock_timestamp() where t.id = token.id;
  insert into staff.setting_change (account_id, login, subject, name, what, after)
  values (who.account_id, who.login, 'token', 'service: ' || token.subscriber_id, 'approved', array_to_string(token.scope, ', '));
end $$;
revoke all on function event.approve_service_token from public;
grant execute on function event.approve_service_token to memberscope_web;
