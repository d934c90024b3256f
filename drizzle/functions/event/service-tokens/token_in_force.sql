-- The holder of a service token that is in force, by its hash, with who issued and who approved it; no row when it is unknown, revoked, past its end, or still waits
-- for a second admin.
create or replace function event.token_in_force(token_hash bytea) returns table (subscriber_id text, scope text[], issued_by text, approved_by text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.subscriber_id, t.scope, t.created_by, t.approved_by
    from event.service_token t
   where t.token_hash = $1 and t.revoked_at is null and t.ends_at > clock_timestamp() and (t.approved_at is not null or not t.needs_second)
$$;
revoke all on function event.token_in_force from public;
