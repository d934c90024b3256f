-- The open sessions of whoever asks; `here` is the one they ask by.
create or replace function staff.list_sessions(acting bytea)
returns table (id uuid, created_at timestamptz, last_seen_at timestamptz, ip text, user_agent text, here boolean)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.created_at, s.last_seen_at, s.ip, s.user_agent, s.token_hash = acting
    from staff.acting(acting, null) a join staff.session s on s.account_id = a.account_id
   where s.ended_at is null
     and s.last_seen_at > clock_timestamp() - make_interval(mins => staff.threshold_of('session-idle-minutes'))
     and s.created_at > clock_timestamp() - make_interval(hours => staff.threshold_of('session-hours'))
   order by s.last_seen_at desc
$$;
revoke all on function staff.list_sessions from public;
grant execute on function staff.list_sessions to memberscope_web;
