-- The personal access tokens of whoever asks, and for an admin everybody's, if by a token then by one that has staff:manage, that are in force or ended within 30 days.
create or replace function staff.list_tokens(acting bytea)
returns table (id uuid, login text, own boolean, name text, scope text[], created_at timestamptz, created_by text, expires_at timestamptz, last_used_at timestamptz,
               revoked_at timestamptz)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, o.login, o.id = a.account_id, t.name, t.scope, t.created_at, t.created_by, t.expires_at, t.last_used_at, t.revoked_at
    from staff.acting(acting, null) a join staff.access_token t on t.account_id = a.account_id
      or (a.role = 'admin' and (a.scope is null or 'staff:manage' = any(a.scope)))
    join staff.account o on o.id = t.account_id
   where coalesce(t.revoked_at, t.expires_at) > clock_timestamp() - interval '30 days'
   order by t.created_at desc limit 500
$$;
revoke all on function staff.list_tokens from public;
grant execute on function staff.list_tokens to memberscope_web;
