-- Whose a service token is, what it may ask for, and who answers for it; no row when it is not in force. Its use is written down once a minute.
create or replace function event.token_holder(token_hash bytea) returns table (subscriber_id text, scope text[], issued_by text, approved_by text)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with found as (select f.* from event.token_in_force($1) f),
  used as (
    update event.service_token t set last_used_at = clock_timestamp() from found
     where t.token_hash = $1 and coalesce(t.last_used_at, '-infinity') < clock_timestamp() - interval '1 minute')
  select f.subscriber_id, f.scope, f.issued_by, f.approved_by from found f
$$;
revoke all on function event.token_holder from public;
grant execute on function event.token_holder to memberscope_web;
