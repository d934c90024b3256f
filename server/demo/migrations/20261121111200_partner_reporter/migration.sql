-- The demo's second outside system: an integration handler that reports to a partner whose file format nobody here can change.
do $$
begin
  begin create role memberscope_partner_reporter nologin;
  exception when duplicate_object or unique_violation then null; end;
end $$;

create schema partner_reporter;

-- A file as the partner gets it: numbered within its day, its lines fixed once it is cut. Due by this database's clock.
create table partner_reporter.file (
  id bigint generated always as identity primary key,
  day date not null, sequence int not null check (sequence between 1 and 9999),
  cut_at timestamptz not null default clock_timestamp(), delivered_at timestamptz,
  attempts int not null default 0, next_at timestamptz not null default clock_timestamp(), last_error text,
  unique (day, sequence));
create index file_due on partner_reporter.file (next_at) where delivered_at is null;

-- What it has done: one row an event and delivery ('live', or the id of a republish job).
create table partner_reporter.inbox (
  event_id uuid not null, delivery text not null, handled_at timestamptz not null default clock_timestamp(),
  outcome text not null check (outcome in ('reported', 'objected', 'not reported')),
  primary key (event_id, delivery));

create table partner_reporter.line (
  event_id uuid not null, delivery text not null,
  member_id text not null, code char(2) not null, happened_at timestamptz not null, verified char(1) not null check (verified in ('Y', 'N', 'X')),
  written_at timestamptz not null default clock_timestamp(), file_id bigint references partner_reporter.file,
  primary key (event_id, delivery));
create index line_open on partner_reporter.line (written_at) where file_id is null;
create index line_file on partner_reporter.line (file_id, event_id);

revoke all on schema partner_reporter from public;
grant usage on schema partner_reporter to memberscope_partner_reporter;
grant select, insert, update on partner_reporter.file, partner_reporter.line to memberscope_partner_reporter;
grant select, insert on partner_reporter.inbox to memberscope_partner_reporter;

do $$
begin
  for attempt in 1 .. 20 loop
    exit when not exists (select from pg_roles where rolname = 'partner_reporter')
           or pg_has_role('partner_reporter', 'memberscope_partner_reporter', 'member');
    begin grant memberscope_partner_reporter to partner_reporter;
    exception when internal_error or unique_violation then perform pg_sleep(0.05); end;
  end loop;
end $$;
