-- Asks for a file that a second person has to approve before it is made; who asks is known by their session or token. A reason is kept without what masks hide.
-- outcome: asked; forbidden; too-many (within a day).
create or replace function staff.ask_file(acting bytea, kind text, what jsonb, member_id text, reason text, case_number text,
                                          out outcome text, out file_id uuid, out kept_reason text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare who record; most_a_day constant int := 5;
begin
  select * into who from staff.acting(ask_file.acting, null);
  if ask_file.acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  -- One account's requests come one after the other, or many at once would all be the fifth.
  perform from staff.account a where a.id = who.account_id for update;
  kept_reason := event.mask_free_text(ask_file.reason, ask_file.member_id);
  outcome := case
    when not staff.may_have_file(who.role, ask_file.kind) then 'forbidden'
    when (select count(*) from staff.prepared_file f where f.asked_by = who.account_id and f.asked_at > clock_timestamp() - interval '1 day') >= most_a_day then 'too-many'
    else 'asked' end;
  if outcome <> 'asked' then return; end if;
  insert into staff.prepared_file (kind, what, member_id, reason, case_number, asked_by, asked_login)
  values (ask_file.kind, ask_file.what, ask_file.member_id, kept_reason, ask_file.case_number, who.account_id, who.login) returning id into file_id;
end $$;
revoke all on function staff.ask_file from public;
grant execute on function staff.ask_file to memberscope_web;
