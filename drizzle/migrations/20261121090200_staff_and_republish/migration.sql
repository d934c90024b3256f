-- Staff: who may use the console, their sessions and tokens, and the record of what they looked at.
create schema staff;

create table staff.account (
  id uuid primary key default uuidv7(),
  login text not null unique check (octet_length(login) between 1 and 100),
  name text not null, role text not null check (role in ('agent', 'analyst', 'admin', 'auditor')),
  password_hash text not null,
  failed_logins smallint not null default 0, locked_until timestamptz, disabled_at timestamptz,
  created_at timestamptz not null default clock_timestamp());

create table staff.session (
  token_hash bytea primary key, account_id uuid not null references staff.account,
  created_at timestamptz not null default clock_timestamp(), last_seen_at timestamptz not null default clock_timestamp(),
  ip text, user_agent text, ended_at timestamptz);
create index session_account on staff.session (account_id) where ended_at is null;

create table staff.access_token (
  token_hash bytea primary key, account_id uuid not null references staff.account, name text not null,
  created_at timestamptz not null default clock_timestamp(), expires_at timestamptz not null, revoked_at timestamptz);

-- Append-only: a read that shows a member's data commits its row first.
create table staff.access_record (
  id uuid primary key default uuidv7(), at timestamptz not null default clock_timestamp(),
  account_id uuid, login text not null, role text, ip text,
  act text not null, member_ids text[] not null default '{}', what jsonb not null default '{}' check (jsonb_typeof(what) = 'object'),
  result text not null check (result in ('shown', 'not found', 'refused', 'done', 'failed')), reason text,
  view_key text);
create index access_record_account on staff.access_record (account_id, at);
create index access_record_member on staff.access_record using gin (member_ids);
create index access_record_view on staff.access_record (account_id, view_key, at) where view_key is not null;

-- A staff order to send events again. Its items are its attempts.
create schema republish;

create table republish.job (
  id uuid primary key default uuidv7(),
  idempotency_key uuid not null, requested_by uuid not null references staff.account, requested_at timestamptz not null default clock_timestamp(),
  layer smallint not null check (layer in (1, 2)), target text not null, reason text not null check (octet_length(reason) between 1 and 2000),
  as_of timestamptz not null default clock_timestamp(),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled')),
  lease_until timestamptz, fence bigint not null default 0, finished_at timestamptz,
  unique (requested_by, idempotency_key));
create index job_open on republish.job (id) where state in ('waiting', 'running');

create table republish.item (
  job_id uuid not null references republish.job, event_id uuid not null, member_id text collate "C" not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'confirmed', 'failed', 'unknown')),
  attempts smallint not null default 0, sns_message_id text, sent_at timestamptz, confirmed_at timestamptz, error text,
  primary key (job_id, event_id));
create index item_event on republish.item (event_id);
create index item_open on republish.item (job_id, event_id) where state in ('waiting', 'sending');
