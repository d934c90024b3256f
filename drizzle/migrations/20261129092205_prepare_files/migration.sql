create table staff.prepared_file (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('events', 'disclosure')),
  what jsonb not null,
  member_id text collate "C" check (octet_length(member_id) between 1 and 64),
  reason text not null check (octet_length(reason) between 1 and 4000),
  case_number text check (octet_length(case_number) between 1 and 200),
  asked_at timestamptz not null default clock_timestamp(),
  asked_by uuid not null references staff.account,
  asked_login text not null,
  approved_at timestamptz,
  approved_by uuid references staff.account,
  approved_login text,
  closed_at timestamptz,
  closed_by uuid references staff.account,
  closed_login text,
  state text not null default 'asked'
    check (state in ('asked', 'waiting', 'making', 'ready', 'taken', 'declined', 'withdrawn', 'expired', 'failed')),
  fence int not null default 0,
  lease_until timestamptz,
  salt bytea,
  key_check bytea,
  parts int,
  row_count bigint,
  byte_count bigint,
  sha256 text,
  made_at timestamptz,
  ends_at timestamptz,
  taken_at timestamptz,
  fault text check (fault in ('no-key', 'refused', 'broken')),
  -- Whoever writes the state, nothing is made or given without a second person.
  check (state in ('asked', 'declined', 'withdrawn', 'expired') or (approved_by is not null and approved_by <> asked_by)),
  check (state not in ('ready', 'taken') or (salt is not null and parts is not null and ends_at is not null)));
create index prepared_file_asked_by on staff.prepared_file (asked_by, asked_at);
create table staff.file_part (
  file_id uuid not null references staff.prepared_file,
  n int not null,
  sealed bytea not null,
  member_ids text[] collate "C" not null,
  primary key (file_id, n));
-- Sealed bytes are not made smaller by trying.
alter table staff.file_part alter column sealed set storage external;
grant select on staff.prepared_file to memberscope_web, memberscope_worker;
grant update (state, fence, lease_until, salt, key_check, parts, row_count, byte_count, sha256, made_at, ends_at, fault) on staff.prepared_file to memberscope_worker;
grant select (file_id, n), insert, delete on staff.file_part to memberscope_worker;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

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

-- Whether a role may ask for a file of a kind and take it away.
create or replace function staff.may_have_file(role text, kind text) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case kind when 'events' then role in ('analyst', 'admin') else false end
$$;
revoke all on function staff.may_have_file from public;

-- One sealed part of a file that this person has just taken; it is deleted by being read. Null when there is none (any more).
create or replace function staff.read_file_part(acting bytea, file_id uuid, n int) returns bytea
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare who record; found_part bytea;
begin
  select * into who from staff.acting(read_file_part.acting, null);
  delete from staff.file_part p using staff.prepared_file f
   where p.file_id = read_file_part.file_id and p.n = read_file_part.n and f.id = p.file_id
     and f.asked_by = who.account_id and f.state = 'taken' and f.taken_at > clock_timestamp() - interval '1 hour'
  returning p.sealed into found_part;
  return found_part;
end $$;
revoke all on function staff.read_file_part from public;
grant execute on function staff.read_file_part to memberscope_web;

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

set local check_function_bodies = on;

-- End of functions and views.
