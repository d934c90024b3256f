-- Whose a service token is, by its hash, and what it may ask for; no row when it is unknown or revoked.
create or replace function event.token_holder(token_hash bytea) returns table (subscriber_id text, scope text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.subscriber_id, t.scope from event.service_token t where t.token_hash = $1 and t.revoked_at is null
$$;
revoke all on function event.token_holder from public;
grant execute on function event.token_holder to memberscope_web;
