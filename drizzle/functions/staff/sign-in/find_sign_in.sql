-- The enabled account of a login that has a password, with what its password is compared with, and whether somebody has signed in to it in this browser.
create or replace function staff.find_sign_in(login text, browser_hash bytea)
returns table (account_id uuid, name text, role text, password_hash text, knows_browser boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.id, a.name, a.role, a.password_hash,
         exists (select from staff.known_browser b where b.token_hash = $2 and b.account_id = a.id and b.seen_at > clock_timestamp() - interval '180 days')
    from staff.account a where a.login = $1 and a.disabled_at is null and a.password_hash is not null
$$;
revoke all on function staff.find_sign_in from public;
grant execute on function staff.find_sign_in to memberscope_web;
