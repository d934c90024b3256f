-- Keeps the numbers of a job's items by state, for whoever writes items and whatever they write: the sums cannot be wrong.
create or replace function republish.count_items() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    insert into republish.item_count as c (job_id, state, slot, n)
    select a.job_id, a.state, pg_backend_pid() % 8, count(*) from after_rows a group by a.job_id, a.state order by a.job_id, a.state
    on conflict (job_id, state, slot) do update set n = c.n + excluded.n;
  else
    insert into republish.item_count as c (job_id, state, slot, n)
    select d.job_id, d.state, pg_backend_pid() % 8, sum(d.n)
      from (select a.job_id, a.state, 1 as n from after_rows a union all select b.job_id, b.state, -1 from before_rows b) d
     group by d.job_id, d.state having sum(d.n) <> 0 order by d.job_id, d.state
    on conflict (job_id, state, slot) do update set n = c.n + excluded.n;
  end if;
  return null;
end $$;
revoke all on function republish.count_items from public;
