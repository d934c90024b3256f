-- Writes the access record of what a watch found, in the name of the watch's owner: from the find alone, so that a worker can record nothing else.
create or replace function staff.record_watch_find(find_id uuid) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into staff.access_record (account_id, login, role, ip, act, member_ids, what, result)
  select a.id, a.login, a.role, null, 'watch.find', f.member_ids,
         jsonb_build_object('name', v.name, 'measure', w.measure, 'per', w.per, 'moreThan', w.more_than, 'windowSeconds', w.window_s, 'amount', f.amount), 'shown'
    from staff.watch_find f join staff.watch w on w.id = f.watch_id join staff.account a on a.id = w.account_id
    join staff.saved_view v on v.id = w.view_id where f.id = record_watch_find.find_id
$$;
revoke all on function staff.record_watch_find from public;
grant execute on function staff.record_watch_find to memberscope_worker;
