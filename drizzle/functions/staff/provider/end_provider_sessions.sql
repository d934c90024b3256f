-- The identity provider has signed somebody out: ends that session of its own, or all of the subject. No row for somebody unknown.
create or replace function staff.end_provider_sessions(issuer text, subject text, sid text) returns table (account_id uuid, login text, ended int)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with over as (
    update staff.session s set ended_at = clock_timestamp() from staff.account a
     where a.id = s.account_id and s.ended_at is null and a.issuer = $1 and ($2 is null or a.subject = $2) and ($3 is null or s.provider_sid = $3) and coalesce($2, $3) is not null
    returning a.id, a.login)
  select o.id, o.login, count(*)::int from over o group by 1, 2
$$;
revoke all on function staff.end_provider_sessions from public;
grant execute on function staff.end_provider_sessions to memberscope_web;
