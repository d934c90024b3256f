-- Every account for an admin, with its open sessions, tokens in force, last sign-in, and how many tries to sign in failed in a row.
create or replace function staff.list_accounts(acting bytea)
returns table (id uuid, login text, name text, role text, created_at timestamptz, disabled_at timestamptz, must_change_password boolean, sessions int, tokens int,
               last_seen_at timestamptz, failures int, by_provider boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (select f.role from staff.session s join staff.account f on f.id = s.account_id where s.token_hash = acting and s.ended_at is null
      union all select f.role from staff.access_token t join staff.account f on f.id = t.account_id where t.token_hash = acting and t.revoked_at is null)
     is distinct from 'admin' then perform event.refuse('role', 'only an admin may do this', 'Ask one.', 'MS409'); end if;
  return query
  select a.id, a.login, a.name, a.role, a.created_at, a.disabled_at, a.must_change_password,
         (select count(*)::int from staff.session s where s.account_id = a.id and s.ended_at is null
             and s.last_seen_at > clock_timestamp() - make_interval(mins => staff.threshold_of('session-idle-minutes'))
             and s.created_at > clock_timestamp() - make_interval(hours => staff.threshold_of('session-hours'))),
         (select count(*)::int from staff.access_token t where t.account_id = a.id and t.revoked_at is null and t.expires_at > clock_timestamp()),
         (select max(s.last_seen_at) from staff.session s where s.account_id = a.id),
         (select coalesce(max(t.failures), 0) from staff.sign_in_try t
           where t.tried_at > clock_timestamp() - interval '1 hour'
             and left(t.lane, 21) = left(translate(encode(sha256(convert_to(a.login, 'UTF8')), 'base64'), '+/', '-_'), 21)),
         a.issuer is not null
    from staff.account a order by a.disabled_at nulls first, a.name, a.login limit 1000;
end $$;
revoke all on function staff.list_accounts from public;
grant execute on function staff.list_accounts to memberscope_web;
