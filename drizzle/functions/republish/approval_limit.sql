-- From how many deliveries a day a second person must agree: as two admins said last, or as it is from the start.
create or replace function republish.approval_limit() returns bigint language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce((select c.deliveries from republish.limit_change c where c.confirmed_at is not null order by c.confirmed_at desc limit 1), 10000)
$$;
revoke all on function republish.approval_limit from public;
grant execute on function republish.approval_limit to memberscope_web, memberscope_worker;
