-- The rest of the member system: membership, devices, consent, sanctions, withdrawals, notifications and tasks for later.
alter table member.member
  add membership text not null default 'active' check (membership in ('active', 'dormant', 'suspended', 'withdrawal-requested', 'withdrawn')),
  add marketing_consent text not null default 'none' check (marketing_consent in ('none', 'given')),
  add password_changed_at timestamptz;

alter table member.session drop constraint session_ended_because_check;
alter table member.session add constraint session_ended_because_check check (ended_because in (
  'logged-out', 'logged-in-again', 'logged-in-elsewhere', 'another-account-here', 'device-removed', 'made-dormant', 'suspended', 'withdrawn'));
create index session_open_on_any on member.session (device_id) where ended_at is null;

-- The devices a member is known to use; a removed one stays, so that an old log-in does not bring it back.
create table member.device (
  member_id text not null references member.member,
  device_id text not null check (octet_length(device_id) between 1 and 128), model text,
  registered_at timestamptz not null default clock_timestamp(), removed_at timestamptz,
  primary key (member_id, device_id));

-- Named by the event that put it on the member.
create table member.sanction (
  event_id uuid primary key, member_id text not null references member.member,
  sanction text not null, reason text not null, until timestamptz not null);
create index sanction_member on member.sanction (member_id);

-- One row a withdrawal, named by the event of its request. Others may object until objections_due_at.
create table member.withdrawal (
  request_event_id uuid primary key, member_id text not null references member.member,
  objections_due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'completed', 'taken-back')), settled_at timestamptz,
  check ((state = 'waiting') = (settled_at is null)));
create unique index withdrawal_waiting on member.withdrawal (member_id) where state = 'waiting';

-- What members are to be told; whoever sends mail reads it here. One of a kind an event.
create table member.notification (
  id uuid primary key default uuidv7(),
  member_id text not null references member.member, kind text not null check (kind in ('password-changed', 'verify-identity')),
  event_id uuid not null, created_at timestamptz not null default clock_timestamp(),
  unique (event_id, kind));

-- What is to be done later. Due by this database's clock; next_at is due_at until a try has failed. One of a kind a cause.
create table member.deferred_task (
  id uuid primary key default uuidv7(),
  kind text not null, member_id text not null references member.member, cause_event_id uuid not null, correlation_id uuid not null,
  due_at timestamptz not null, next_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'cancelled', 'failed')),
  attempts smallint not null default 0, last_error text, outcome text, finished_at timestamptz,
  unique (kind, cause_event_id));
create index deferred_task_due on member.deferred_task (next_at) where state = 'waiting';
create index deferred_task_member on member.deferred_task (member_id, kind) where state = 'waiting';

create or replace view event.member_profile as
select m.id as member_id, case m.membership when 'active' then m.status else m.membership end as state, m.joined_at, m.name, m.phone, m.email, m.address,
       jsonb_build_object('identityVerified', m.identity_verified_at is not null,
                          'identityVerifiedAt', to_char(m.identity_verified_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                          'openSessions', (select count(*) from member.session s where s.member_id = m.id and s.ended_at is null),
                          'membership', m.membership,
                          'marketingConsent', m.marketing_consent,
                          'passwordChangedAt', to_char(m.password_changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                          'devices', (select count(*) from member.device d where d.member_id = m.id and d.removed_at is null),
                          'sanctions', (select count(*) from member.sanction s where s.member_id = m.id and s.until > clock_timestamp())) as details
  from member.member m;

grant select, insert, update on member.device, member.withdrawal, member.deferred_task to memberscope_worker;
grant select, insert on member.sanction, member.notification to memberscope_worker;
