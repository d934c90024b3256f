-- The demo's outside system: it shares the server for the demo's sake, and nothing else. Its role sees neither events nor members.
do $$
begin
  begin create role memberscope_family_account nologin;
  exception when duplicate_object or unique_violation then null; end;
end $$;

create schema family_account;

create table family_account.family_member (
  member_id text primary key, family_id bigint not null,
  joined_at timestamptz not null default clock_timestamp(), withdrawn_at timestamptz, withdrawn_by_event uuid);
create index family_member_family on family_account.family_member (family_id);

-- What it has done: one row an event and delivery ('live', or the id of a republish job).
create table family_account.inbox (
  event_id uuid not null, delivery text not null, handled_at timestamptz not null default clock_timestamp(),
  outcome text not null check (outcome in ('withdrawn', 'kept', 'not in a family')),
  primary key (event_id, delivery));

revoke all on schema family_account from public;
grant usage on schema family_account to memberscope_family_account;
grant select, update on family_account.family_member to memberscope_family_account;
grant select, insert on family_account.inbox to memberscope_family_account;

-- The login account may be there before its group. Roles belong to the whole server, so another database may be doing the same.
do $$
begin
  for attempt in 1 .. 20 loop
    exit when not exists (select from pg_roles where rolname = 'family_account')
           or pg_has_role('family_account', 'memberscope_family_account', 'member');
    begin grant memberscope_family_account to family_account;
    exception when internal_error or unique_violation then perform pg_sleep(0.05); end;
  end loop;
end $$;
