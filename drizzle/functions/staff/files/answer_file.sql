-- Approves or declines a file that somebody else has asked for, or takes one's own request back; what is made of it already is deleted then.
-- outcome: approved, declined, withdrawn; forbidden; same person; unknown (none that waits for this).
create or replace function staff.answer_file(acting bytea, file_id uuid, answer text, out outcome text, out kind text, out member_id text, out asked_by text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare who record; file staff.prepared_file; own boolean;
begin
  select * into who from staff.acting(answer_file.acting, null);
  if answer_file.acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  select * into file from staff.prepared_file f where f.id = answer_file.file_id for update;
  own := file.asked_by = who.account_id;
  if answer = 'withdraw' then
    outcome := case when own and file.state in ('asked', 'waiting', 'making', 'ready', 'failed') then 'withdrawn' else 'unknown' end;
  else
    outcome := case
      when who.role <> 'admin' then 'forbidden'
      when file.id is null or file.state <> 'asked' then 'unknown'
      when own then 'same person'
      when answer = 'approve' then 'approved'
      else 'declined' end;
  end if;
  if outcome in ('approved', 'declined', 'withdrawn', 'same person') then
    kind := file.kind;
    member_id := file.member_id;
    asked_by := file.asked_login;
  end if;
  if outcome = 'approved' then
    update staff.prepared_file f set state = 'waiting', approved_by = who.account_id, approved_login = who.login, approved_at = clock_timestamp() where f.id = file.id;
  elsif outcome in ('declined', 'withdrawn') then
    update staff.prepared_file f set state = outcome, closed_by = who.account_id, closed_login = who.login, closed_at = clock_timestamp() where f.id = file.id;
    delete from staff.file_part p where p.file_id = file.id;
  end if;
end $$;
revoke all on function staff.answer_file from public;
grant execute on function staff.answer_file to memberscope_web;
