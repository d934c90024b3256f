-- Ends a service token, one that waits too; gives whose it was, null when there is no such one.
create or replace function event.revoke_service_token(acting bytea, token_id uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  owner text;
begin
  select * into who from staff.acting_admin(acting, null, null);
  if acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  update event.service_token t set revoked_at = clock_timestamp() where t.id = revoke_service_token.token_id and t.revoked_at is null returning t.subscriber_id into owner;
  if owner is null then return null; end if;
  insert into staff.setting_change (account_id, login, subject, name, what) values (who.account_id, who.login, 'token', 'service: ' || owner, 'revoked');
  return owner;
end $$;
revoke all on function event.revoke_service_token from public;
grant execute on function event.revoke_service_token to memberscope_web;
