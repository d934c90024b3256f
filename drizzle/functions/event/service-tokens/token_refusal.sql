-- Why a service token opens nothing, to its holder: 'revoked', 'ended', 'waiting' for a second admin, or null when there is no such token.
create or replace function event.token_refusal(token_hash bytea) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when t.revoked_at is not null then 'revoked' when t.ends_at <= clock_timestamp() then 'ended' else 'waiting' end
    from event.service_token t where t.token_hash = $1
$$;
revoke all on function event.token_refusal from public;
grant execute on function event.token_refusal to memberscope_web;
