-- Hands a file over to the person who asked for it, once: from then on its parts can be read, each one time. Writes who took it before anything is given, a record for
-- each part with members in it. outcome: given; unknown (no file of theirs); not ready; taken before; gone (its day is over, or it was withdrawn); forbidden.
create or replace function staff.take_file(acting bytea, ip text, file_id uuid, key_check bytea, out outcome text, out record_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare who record; file staff.prepared_file;
begin
  select * into who from staff.acting(take_file.acting, null);
  if take_file.acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  select * into file from staff.prepared_file f where f.id = take_file.file_id and f.asked_by = who.account_id for update;
  outcome := case
    when file.id is null then 'unknown'
    when not staff.may_have_file(who.role, file.kind) then 'forbidden'
    when file.state in ('asked', 'waiting', 'making') then 'not ready'
    when file.state = 'taken' then 'taken before'
    when file.state <> 'ready' or file.ends_at <= clock_timestamp() then 'gone'
    when file.key_check is distinct from take_file.key_check then 'other key'
    else 'given' end;
  if outcome <> 'given' then
    insert into staff.access_record (account_id, login, role, ip, act, member_ids, what, result)
    values (who.account_id, who.login, who.role, take_file.ip, 'file.take', '{}', jsonb_build_object('fileId', take_file.file_id, 'outcome', outcome),
            case outcome when 'unknown' then 'not found' else 'refused' end)
    returning id into record_id;
    return;
  end if;
  update staff.prepared_file f set state = 'taken', taken_at = clock_timestamp() where f.id = file.id;
  insert into staff.access_record (account_id, login, role, ip, act, member_ids, what, result, reason)
  select who.account_id, who.login, who.role, take_file.ip, 'file.take', m.member_ids,
         jsonb_build_object('fileId', file.id, 'kind', file.kind, 'rows', file.row_count, 'bytes', file.byte_count, 'sha256', file.sha256,
                            'part', m.part, 'parts', m.parts, 'approvedBy', file.approved_login),
         'done', file.reason
    from (select p.member_ids, row_number() over (order by p.n) as part, count(*) over () as parts from staff.file_part p
           where p.file_id = file.id and (cardinality(p.member_ids) > 0 or (p.n = 0 and not exists (
             select from staff.file_part o where o.file_id = file.id and cardinality(o.member_ids) > 0)))) m
   order by m.part;
  select r.id into record_id from staff.access_record r where r.account_id = who.account_id and r.act = 'file.take' and r.what ->> 'fileId' = file.id::text order by r.id desc limit 1;
end $$;
revoke all on function staff.take_file from public;
grant execute on function staff.take_file to memberscope_web;
