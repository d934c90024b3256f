-- The demo's member system: what an adopter already has. Members act through server/members; the worker's policies end sessions.
create schema member;

-- Members are numbered; what was loaded or imported lies below.
create sequence member.member_number start 90000001;

create table member.member (
  id text primary key default nextval('member.member_number')::text check (octet_length(id) between 1 and 64 and id <> 'unknown'),
  status text not null default 'logged-out' check (status in ('logged-out', 'logged-in')),
  name text not null, phone text not null, email text not null, address text,
  identity_verified_at timestamptz,
  joined_at timestamptz not null default clock_timestamp());
-- "Which members have this phone number or e-mail address now": event.find_members.
create index member_phone on member.member (event.normalize_personal('phone', phone));
create index member_email on member.member (event.normalize_personal('email', email));

-- One row a log-in; its id is the log-in's event, so that ids order sessions in time. A device has one open session.
create table member.session (
  login_event_id uuid primary key,
  member_id text not null references member.member,
  device_id text not null check (octet_length(device_id) between 1 and 128), ip text,
  started_at timestamptz generated always as (uuid_extract_timestamp(login_event_id)) virtual,
  ended_at timestamptz, ended_because text check (ended_because in ('logged-out', 'logged-in-again', 'logged-in-elsewhere')),
  check ((ended_at is null) = (ended_because is null)));
create unique index session_open_on_device on member.session (member_id, device_id) where ended_at is null;
create index session_open on member.session (member_id, login_event_id) where ended_at is null;

create or replace view event.member_profile as
select m.id as member_id, m.status as state, m.joined_at, m.name, m.phone, m.email, m.address,
       jsonb_build_object('identityVerified', m.identity_verified_at is not null,
                          'identityVerifiedAt', to_char(m.identity_verified_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                          'openSessions', (select count(*) from member.session s where s.member_id = m.id and s.ended_at is null)) as details
  from member.member m;

revoke all on schema member from public;
grant usage on schema member to memberscope_worker;
grant select, insert, update on member.member, member.session to memberscope_worker;
grant usage on sequence member.member_number to memberscope_worker;
