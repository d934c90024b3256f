-- Group roles with least grants; login roles are members of one of them. Nothing is granted to PUBLIC. No login role may change or delete an event,
-- a publication or an access record.
do $$
declare r text;
begin
  foreach r in array array['memberscope_web', 'memberscope_worker', 'memberscope_domain_writer'] loop
    begin execute format('create role %I nologin', r);
    exception when duplicate_object or unique_violation then null; end;
  end loop;
end $$;

-- The event storage. What a row of each table is, who writes it and which query each index serves stands in drizzle/schema/.
create schema event;
create schema if not exists extension;
create extension if not exists pgcrypto schema extension;
alter default privileges in schema event revoke execute on functions from public;

create table event.action (
  id smallint generated always as identity primary key,
  name text not null unique check (name ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$' and octet_length(name) <= 100),
  family text not null check (family in ('sign-in', 'identity', 'profile', 'device', 'consent', 'family', 'sanction', 'lifecycle')),
  current_version smallint not null default 1);

create table event.action_version (
  action_id smallint not null references event.action, version smallint not null check (version > 0),
  external boolean not null default false,
  schema jsonb not null check (jsonb_typeof(schema) = 'object'),
  sentence jsonb not null check (jsonb_typeof(sentence) = 'object'),
  -- How the attributes of the version before become those of this one: for readers alone. What is stored and what was sent never changes.
  upcast jsonb check (jsonb_typeof(upcast) = 'object'),
  -- What storing asks of the schema, worked out once when it is pushed (event.attribute_rules).
  declared text[] not null, required text[] not null, personal_names text[] not null, personal_kinds text[] not null, promoted text[] not null, is_flat boolean not null, fault jsonpath not null,
  primary key (action_id, version));

create table event.member_event (
  id uuid not null,
  member_id text collate "C" not null check (octet_length(member_id) between 1 and 64),
  -- The transaction that stored it: what a snapshot holds, and which events are late.
  stored_by xid8 not null default pg_current_xact_id(),
  stored_at timestamptz not null default clock_timestamp(),
  correlation_id uuid, causation_id uuid,
  action_id smallint not null, version smallint not null default 1,
  origin smallint not null default 0 check (origin in (0, 1)),
  occurred_at timestamptz generated always as (uuid_extract_timestamp(id)) virtual,
  device_id text, ip text,
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  context jsonb not null default '{}' check (jsonb_typeof(context) = 'object'),
  message_attributes jsonb not null default '{}' check (jsonb_typeof(message_attributes) = 'object'),
  primary key (id, member_id),
  constraint id_is_v7 check (uuid_extract_version(id) = 7),
  constraint sizes check (octet_length(device_id) <= 128 and octet_length(ip) <= 45)
) partition by range (id);
create index member_event_member on event.member_event (member_id, id) include (action_id);
create index member_event_action on event.member_event (action_id, id);
create index member_event_device on event.member_event (device_id, id) include (member_id) where device_id is not null;
create index member_event_ip     on event.member_event (ip, id) include (member_id) where ip is not null;
-- Without the events that begin a story, which are most and have its id: this entry cost a third of storing one.
create index member_event_story  on event.member_event (correlation_id, id) where correlation_id <> id;
create index member_event_attrs  on event.member_event using gin (attributes jsonb_path_ops);

create table event.personal_value (
  event_id uuid not null, name text not null, side char(1) not null check (side in ('f', 't')),
  member_id text collate "C" not null, kind text not null check (kind in ('phone', 'email', 'name', 'address')), value text not null, hash bytea not null,
  primary key (member_id, event_id, name, side));
create index personal_value_hash on event.personal_value (kind, hash, event_id) include (member_id);

create table event.source_event (
  source text not null, source_event_id text not null, event_id uuid not null, member_id text collate "C" not null,
  content_hash bytea,
  primary key (source, source_event_id));
create index source_event_event on event.source_event (event_id);

create table event.hash_key (key_id smallint primary key, key bytea not null, active boolean not null);
create unique index hash_key_one_active on event.hash_key (active) where active;

create table event.pending (
  event_id uuid not null, member_id text collate "C" not null, layer smallint not null check (layer in (1, 2)),
  stored_at timestamptz not null, next_at timestamptz not null,
  attempts smallint not null default 0, last_error text, parked_at timestamptz,
  primary key (event_id, layer)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

create table event.publication (
  event_id uuid not null, member_id text collate "C" not null, layer smallint not null check (layer in (1, 2)), published_at timestamptz not null default clock_timestamp(),
  primary key (event_id, layer, member_id)
) partition by range (event_id);

-- A promoted attribute that the SNS attributes of an event leave out, because SNS could not filter by its value.
create table event.left_out (
  event_id uuid not null, member_id text collate "C" not null, name text not null,
  why text not null check (why in ('number', 'empty', 'quote', 'control', 'noncharacter')),
  primary key (event_id, name));

create table event.attempt (
  event_id uuid not null, member_id text collate "C" not null, layer smallint not null, at timestamptz not null default clock_timestamp(),
  cause text not null check (cause in ('relay', 'detector')), target text not null, sns_message_id text, error text,
  primary key (event_id, layer, at)
) partition by range (event_id);

-- How many events of an action happened in a closed hour, and on a closed day of UTC; hours that an import or a late event has changed since
-- stand in recount until they are counted again.
create table event.hour_count (
  hour timestamptz not null, action_id smallint not null, n bigint not null check (n > 0),
  primary key (hour, action_id));
create table event.day_count (
  day date not null, action_id smallint not null, n bigint not null check (n > 0),
  primary key (day, action_id));
create table event.recount (hour timestamptz not null);
-- One row: hours before counted_before are counted; those up to closing_hour will be, when every transaction before closing_by has ended.
create table event.count_progress (
  only_one boolean primary key default true check (only_one), counted_before timestamptz, closing_hour timestamptz, closing_by xid8);
insert into event.count_progress default values;

-- Events that a producer or a file gives with one time keep the order in which they come: the next place in it.
create sequence event.given_order maxvalue 274877906943 cycle;

-- One row a layer: how long a process that publishes itself may take, and the switch that stops jobs and detector together.
create table event.layer_control (
  layer smallint primary key check (layer in (1, 2)),
  unpublished_after interval not null default interval '5 minutes',
  stopped_at timestamptz, stopped_by text, stop_reason text, stop_scope text check (stop_scope in ('jobs', 'everything')),
  constraint a_stop_has_its_scope check ((stop_scope is null) = (stopped_at is null)));
insert into event.layer_control (layer) values (1), (2);

-- What a handler has done: (handler, event, delivery); delivery is 'live' for the first message and every detector resend, else the job's id.
create table event.inbox (
  handler text not null, event_id uuid not null, member_id text collate "C" not null, delivery text not null, handled_at timestamptz not null default clock_timestamp(), outcome text not null,
  primary key (event_id, handler, delivery));
create index inbox_job on event.inbox (delivery, event_id) where delivery <> 'live';

create table event.subscriber (
  id text primary key check (id ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and octet_length(id) <= 60 and id <> 'all'),
  layer smallint not null check (layer in (1, 2)),
  owner_domain text not null,
  placement text not null check (placement in ('internal', 'external', 'integration')),
  description jsonb not null check (jsonb_typeof(description) = 'object'),
  queue_name text not null unique,
  policy jsonb not null check (jsonb_typeof(policy) = 'object'),
  policy_scope text not null default 'MessageAttributes' check (policy_scope in ('MessageAttributes', 'MessageBody')),
  -- Who registered the policy that stands here: a login, or 'installation' for what comes with the program.
  policy_by text not null default 'installation',
  replay_rule text not null check (replay_rule in ('again', 'skip', 'if-recent', 'unknown')),
  created_at timestamptz not null default clock_timestamp());

-- A staff order to bring letters of a dead-letter queue back or to discard them, and what became of each.
create table event.letter_act (
  id uuid primary key default uuidv7(), idempotency_key uuid not null,
  subscriber_id text not null, queue_name text not null, act text not null check (act in ('redrive', 'discard')),
  selection jsonb not null check (jsonb_typeof(selection) = 'object'), rate smallint not null check (rate between 1 and 500),
  reason text not null check (octet_length(reason) between 1 and 2000),
  requested_by uuid not null, requested_login text not null, requested_at timestamptz not null default clock_timestamp(),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  started_at timestamptz, wanted int, awaited int not null default 0, error text,
  next_at timestamptz not null default clock_timestamp(), lease_until timestamptz, fence bigint not null default 0, finished_at timestamptz,
  unique (requested_by, idempotency_key));
create index letter_act_open on event.letter_act (next_at) where state in ('waiting', 'running');
create index letter_act_queue on event.letter_act (queue_name, id);

create table event.letter_item (
  act_id uuid not null references event.letter_act, message_id text not null, event_id uuid, member_id text collate "C",
  at timestamptz not null default clock_timestamp(),
  primary key (act_id, message_id));

create table event.service_token (
  -- A token is named by its id; its hash stays unreadable.
  id uuid not null default uuidv7() unique,
  token_hash bytea primary key, subscriber_id text not null references event.subscriber, scope text[] not null,
  created_by text not null default 'installation',
  created_at timestamptz not null default clock_timestamp(), revoked_at timestamptz);

-- Which days have partitions: written by add_partition alone, read when a time is given and by readiness.
create table event.partition_range (from_day date primary key, to_day date not null check (to_day > from_day));

-- Only grows. 'registered': the registry was brought to this policy; 'applied': SNS was.
create table event.subscriber_policy (
  id bigint generated always as identity primary key,
  subscriber_id text not null references event.subscriber,
  act text not null check (act in ('registered', 'applied')),
  policy jsonb not null, policy_scope text not null check (policy_scope in ('MessageAttributes', 'MessageBody')),
  changed_by text not null,
  changed_at timestamptz not null default clock_timestamp());
create index on event.subscriber_policy (subscriber_id, id desc);

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
-- What one person saw and did, newest first. Whoever is no account (a wrong login) has records by the login alone.
create index access_record_login on staff.access_record (login, id);
create index access_record_view on staff.access_record (account_id, view_key, at) where view_key is not null;

-- Staff orders to send events again: a job is one order, its items are its attempts.
create schema republish;

create table republish.job (
  id uuid primary key default uuidv7(),
  idempotency_key uuid not null, requested_by uuid not null references staff.account, requested_at timestamptz not null default clock_timestamp(),
  layer smallint not null check (layer in (1, 2)), target text not null check (octet_length(target) between 1 and 60),
  reason text not null check (octet_length(reason) between 1 and 2000), ticket text check (octet_length(ticket) between 1 and 100),
  selection jsonb not null check (jsonb_typeof(selection) = 'object'), order_digest text not null,
  as_of timestamptz not null default clock_timestamp(), bound pg_snapshot not null default pg_current_snapshot(),
  planned bigint, checksum text, receivers smallint not null default 1 check (receivers >= 0),
  frozen bigint not null default 0, frozen_to uuid, frozen_checksum text, frozen_at timestamptz,
  rate integer not null check (rate between 1 and 10000), send_order text not null check (send_order in ('member', 'hold', 'fastest')),
  first_lot integer check (first_lot > 0), first_lot_passed_at timestamptz, start_at timestamptz,
  state text not null check (state in ('freezing', 'approval', 'waiting', 'running', 'paused', 'done', 'cancelled', 'failed')),
  is_large boolean not null default false, paused_because text check (paused_because in ('staff', 'first lot')), trouble text,
  next_at timestamptz not null default clock_timestamp(), troubles smallint not null default 0,
  slowed_to integer check (slowed_to > 0), slowed_because text check (slowed_because in ('live lag', 'queue', 'dead letters')),
  lease_until timestamptz, fence bigint not null default 0, started_at timestamptz, finished_at timestamptz,
  repeats uuid references republish.job,
  unique (requested_by, idempotency_key));
create index job_open on republish.job (id) where state in ('freezing', 'approval', 'waiting', 'running', 'paused');
create unique index job_one_large_runs on republish.job (layer, target) where is_large and state = 'running';

-- No reference to the job: a million items would be checked one by one, and no role may delete a job.
create table republish.item (
  job_id uuid not null, event_id uuid not null, member_id text collate "C" not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'confirmed', 'skipped', 'failed', 'unknown')),
  attempts smallint not null default 0, sns_message_id text, sent_at timestamptz, confirmed_at timestamptz, error text,
  skipped_because text check (skipped_because in ('imported', 'not external', 'gone', 'held')),
  primary key (job_id, event_id),
  constraint skipped_with_reason check ((state = 'skipped') = (skipped_because is not null)));
create index item_event on republish.item (event_id);
create index item_open on republish.item (job_id, event_id) where state in ('waiting', 'sending');
create index item_faulty on republish.item (job_id, event_id) where state in ('failed', 'unknown', 'skipped');

-- How many items of a job are in each state. Kept in a few slots, so that worker and recorder do not wait for each other; the sum counts.
create table republish.item_count (
  job_id uuid not null, state text not null, slot smallint not null, n bigint not null,
  primary key (job_id, state, slot));

-- When a topic and target may be sent to next: all jobs of all workers take their turns here.
create table republish.rate_bucket (
  layer smallint not null check (layer in (1, 2)), target text not null, free_at timestamptz not null,
  primary key (layer, target));

-- Who let a large job run: a second person, or, in need, the one who ordered it, to be reviewed by another.
create table republish.approval (
  id uuid primary key default uuidv7(),
  job_id uuid not null references republish.job, approved_by uuid not null references staff.account,
  approved_at timestamptz not null default clock_timestamp(), kind text not null check (kind in ('second person', 'break-glass')), reason text,
  voided_at timestamptz, reviewed_by uuid references staff.account, reviewed_at timestamptz, review_note text,
  constraint break_glass_with_reason check (kind = 'second person' or reason is not null));
create index approval_job on republish.approval (job_id);

-- From how many deliveries a day an approval is needed: proposed by one admin, in force once another confirms.
create table republish.limit_change (
  id uuid primary key default uuidv7(), deliveries bigint not null check (deliveries >= 0), reason text not null,
  proposed_by uuid not null references staff.account, proposed_at timestamptz not null default clock_timestamp(),
  confirmed_by uuid references staff.account, confirmed_at timestamptz,
  constraint two_persons check (confirmed_by <> proposed_by));

revoke all on schema event, extension, staff, republish from public;
grant usage on schema event to memberscope_web, memberscope_worker, memberscope_domain_writer;


grant select on event.action, event.action_version, event.member_event, event.pending, event.publication, event.attempt, event.hour_count, event.day_count, event.recount, event.count_progress,
  event.layer_control, event.subscriber, event.inbox, event.partition_range to memberscope_web, memberscope_worker;


grant update (stopped_at, stopped_by, stop_reason, stop_scope) on event.layer_control to memberscope_web;
grant usage on schema staff, republish to memberscope_web;
grant select, insert, update on staff.account, staff.session, staff.access_token to memberscope_web;
grant select, insert on staff.access_record to memberscope_web;

grant select on event.left_out to memberscope_web;
grant insert on event.publication, event.attempt to memberscope_worker;
grant select, insert on event.inbox to memberscope_worker;
grant update (next_at, attempts, last_error, parked_at), delete on event.pending to memberscope_worker;
grant update (unpublished_after) on event.layer_control to memberscope_worker;
grant usage on schema republish to memberscope_worker;

grant insert, update (policy, policy_scope, policy_by) on event.subscriber to memberscope_web;
grant select, insert on event.subscriber_policy to memberscope_web;
grant select (id, subscriber_id, scope, created_at, created_by, revoked_at), insert (token_hash, subscriber_id, scope, created_by),
  update (revoked_at) on event.service_token to memberscope_web;
grant usage on schema staff to memberscope_worker;

-- Who does not answer, what fails and how full queues are, kept where every process and the console read it.
create table event.outage (
  part text primary key check (octet_length(part) <= 200),
  since timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  error text not null check (octet_length(error) <= 2000));
grant select on event.outage to memberscope_web, memberscope_worker;
grant insert, update (seen_at, error), delete on event.outage to memberscope_worker;

-- A message that a consumer could not handle, from its first failure: gone when it is handled, without next_at when it lies in the dead-letter queue.
create table event.failing_message (
  queue_name text not null, message_id text not null,
  event_id uuid, member_id text collate "C",
  error text not null check (octet_length(error) <= 2000),
  tries smallint not null check (tries > 0),
  first_failed_at timestamptz not null default clock_timestamp(),
  last_failed_at timestamptz not null default clock_timestamp(),
  next_at timestamptz,
  primary key (queue_name, message_id));
grant select on event.failing_message to memberscope_web, memberscope_worker;
grant insert, update, delete on event.failing_message to memberscope_worker;

-- What a queue's own consumers did, by minute; a few hours are kept.
create table event.handled_minute (
  queue_name text not null, minute timestamptz not null,
  handled int not null, failed int not null,
  primary key (queue_name, minute));
grant select on event.handled_minute to memberscope_web, memberscope_worker;
grant insert, update, delete on event.handled_minute to memberscope_worker;

-- How full a queue and its dead-letter queue were when a worker last asked SQS, and since when the queue has not been seen empty.
create table event.queue_measure (
  queue_name text primary key,
  measured_at timestamptz not null default clock_timestamp(),
  waiting int not null, in_flight int not null, dead_letters int not null,
  filled_since timestamptz);
grant select on event.queue_measure to memberscope_web, memberscope_worker;
grant insert, update, delete on event.queue_measure to memberscope_worker;

grant select, insert on event.letter_act to memberscope_web;
grant select on event.letter_item to memberscope_web;
grant select, update (state, started_at, wanted, awaited, error, next_at, lease_until, fence, finished_at) on event.letter_act to memberscope_worker;
grant select, insert on event.letter_item to memberscope_worker;
grant select, insert on republish.job, republish.approval to memberscope_web;
grant update (state, paused_because, first_lot_passed_at, rate, slowed_to, slowed_because, next_at, finished_at, trouble,
              selection, frozen, frozen_checksum, frozen_at, is_large, lease_until) on republish.job to memberscope_web;
grant update (voided_at, reviewed_by, reviewed_at, review_note) on republish.approval to memberscope_web;
grant select, insert on republish.item, republish.limit_change to memberscope_web;
grant update (confirmed_by, confirmed_at) on republish.limit_change to memberscope_web;
grant select on republish.item_count, republish.rate_bucket to memberscope_web;
grant select, update on republish.job to memberscope_worker;
grant select, insert, update on republish.item, republish.rate_bucket to memberscope_worker;
grant select on republish.item_count, republish.approval, republish.limit_change to memberscope_worker;

-- Searches ask which producer gave an event.
grant select (source, event_id) on event.source_event to memberscope_web, memberscope_worker;

-- How often somebody has looked for personal values within an hour; see drizzle/schema/staff-look-up-count.ts.
create table staff.look_up_count (
  account_id uuid primary key references staff.account,
  since timestamptz not null default clock_timestamp(),
  looks int not null, misses int not null);

-- That an admin agreed to taking the mask off an attribute; see drizzle/schema/loosening.ts.
create table event.loosening (
  id bigint generated always as identity primary key,
  name text not null, agreed_by uuid not null, reason text not null check (octet_length(reason) between 1 and 2000),
  agreed_at timestamptz not null default clock_timestamp());
grant select, insert (name, agreed_by, reason) on event.loosening to memberscope_web;

-- Searches too long for an address, by a key that stands there instead. A person finds their own alone.
create table staff.kept_search (
  account_id uuid not null references staff.account, key text not null check (octet_length(key) = 22),
  conditions jsonb not null check (jsonb_typeof(conditions) = 'array'),
  kept_at timestamptz not null default clock_timestamp(),
  primary key (account_id, key));
grant select, insert on staff.kept_search to memberscope_web;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

create or replace procedure event.add_partition(from_day date, to_day date) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  f uuid := event.id_floor(from_day::timestamp at time zone 'UTC');
  t uuid := event.id_floor(to_day::timestamp at time zone 'UTC');
  tab text; part text; bounds text;
begin
  foreach tab in array array['member_event', 'publication', 'attempt'] loop
    part := tab || '_' || to_char(from_day, 'YYYYMMDD');
    execute format('create table if not exists event.%I partition of event.%I for values from (%L) to (%L) with (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000)', part, tab, f, t);
    select pg_get_expr(c.relpartbound, c.oid) into bounds from pg_class c where c.oid = ('event.' || quote_ident(part))::regclass;
    if bounds is distinct from format('FOR VALUES FROM (%L) TO (%L)', f, t) then
      raise exception 'event.% exists with other bounds: %', part, bounds using errcode = 'MS409', hint = 'Detach or rename that table, then add the partition again.';
    end if;
  end loop;
  insert into event.partition_range values (from_day, to_day) on conflict do nothing;
end $$;
revoke all on procedure event.add_partition from public;

-- Quarters from the one that holds from_day up to and with the one that holds to_day.
create or replace procedure event.add_quarters(from_day date, to_day date) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare q date := date_trunc('quarter', from_day)::date;
begin
  while q <= to_day loop
    if not exists (select from event.partition_range r where r.from_day = q) then
      call event.add_partition(q, (q + interval '3 months')::date);
    end if;
    q := (q + interval '3 months')::date;
  end loop;
end $$;
revoke all on procedure event.add_quarters from public;
grant execute on procedure event.add_quarters to memberscope_worker;

-- What storing asks of a version's JSON Schema, worked out once when it is pushed: which attributes are declared, required, personal (with
-- their kinds) and promoted; is_flat: none is an array or object; fault: a path that is true of attributes which break a declared type, enum or shape, or hold
-- a number beyond a double's. Attributes of which it is not plainly false are looked at one by one (event.refuse_attributes).
create or replace function event.attribute_rules(schema jsonb,
  out declared text[], out required text[], out personal_names text[], out personal_kinds text[], out promoted text[], out is_flat boolean, out fault jsonpath)
language sql immutable set search_path = pg_catalog, pg_temp as $$
  with attribute as (
    select p.key as name, '$.' || to_json(p.key) as path, p.value ->> 'type' as type, p.value -> 'enum' as allowed, p.value ->> 'personal' as kind, p.value -> 'promote' = 'true' as is_promoted
      from jsonb_each(coalesce(schema -> 'properties', '{}')) p),
  side as (
    select a.*, a.path || '.' || s.name as at, case a.type when 'integer' then 'number' else a.type end as json_type from attribute a, (values ('from'), ('to')) s(name)),
  rule (text) as (
    select a.path || '.type() != "object" || exists(' || a.path || '.keyvalue() ? (@.key != "from" && @.key != "to"))' from attribute a
    union all
    select '(' || s.at || '.type() != "null" && (' || s.at || '.type() != ' || to_json(s.json_type)
        || case when s.json_type = 'number' then ' || ' || s.at || ' > 1.7976931348623157e308 || ' || s.at || ' < -1.7976931348623157e308' else '' end
        || case when s.type = 'integer' then ' || ' || s.at || '.floor() != ' || s.at else '' end
        || coalesce((select ' || (' || string_agg(s.at || ' != ' || e.value, ' && ') || ')' from jsonb_array_elements(s.allowed) e), '') || '))'
      from side s)
  select coalesce((select array_agg(name order by name) from attribute), '{}'),
         array(select r.name from jsonb_array_elements_text(coalesce(schema -> 'required', '[]')) r(name)),
         coalesce((select array_agg(name order by name) from attribute where kind is not null), '{}'), coalesce((select array_agg(kind order by name) from attribute where kind is not null), '{}'),
         coalesce((select array_agg(name order by name) from attribute where is_promoted), '{}'),
         not exists (select from attribute where type in ('array', 'object')),
         coalesce((select string_agg(text, ' || ') from rule), '1 == 2')::jsonpath
$$;
revoke all on function event.attribute_rules from public;

-- Refuses a schema in which an attribute is not personal that is personal in any action and version, unless somebody has agreed to it within 24 hours
-- (event.loosening).
create or replace function event.keep_masks(schema jsonb) returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare loosened text;
begin
  select p.key into loosened from jsonb_each(keep_masks.schema -> 'properties') p
   where not p.value ? 'personal'
     and exists (select from event.action_version v where v.schema -> 'properties' -> p.key ? 'personal')
     and not exists (select from event.loosening l where l.name = p.key and l.agreed_at > clock_timestamp() - interval '24 hours')
   limit 1;
  if loosened is not null then
    perform event.refuse('schema', loosened || ' was personal in another version and stays personal', 'Declare it personal, or have another admin agree first.', 'MS409');
  end if;
end $$;
revoke all on function event.keep_masks from public;

-- Names an action in the event catalog, or gives it another family. Its row stays locked until commit, so that two pushes of one action follow one
-- another.
create or replace function event.push_action(name text, family text) returns smallint language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into event.action as a (name, family) values ($1, $2) on conflict (name) do update set family = excluded.family returning a.id
$$;
revoke all on function event.push_action from public;
grant execute on function event.push_action to memberscope_web;

-- Declares one version of an action in the event catalog, as a push does: 'added', 'changed' or 'same'. A version that an event uses never changes,
-- so that history stays what was sent (MS409); only its upcast may, which is for readers alone.
create or replace function event.push_action_version(action_id smallint, version smallint, external boolean, schema jsonb, sentence jsonb, upcast jsonb default null) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare known event.action_version; is_same boolean;
begin
  perform event.keep_masks($4);
  insert into event.action_version (action_id, version, external, schema, sentence, upcast, declared, required, personal_names, personal_kinds, promoted, is_flat, fault)
  select $1, $2, $3, $4, $5, $6, r.declared, r.required, r.personal_names, r.personal_kinds, r.promoted, r.is_flat, r.fault from event.attribute_rules($4) r
  on conflict do nothing;
  if found then return 'added'; end if;
  select * into known from event.action_version v where v.action_id = $1 and v.version = $2;
  is_same := known.external = $3 and known.schema = $4 and known.sentence = $5;
  if is_same and known.upcast is not distinct from $6 then return 'same'; end if;
  if not is_same then
    -- An event that is being stored with this version has read it: wait for its commit, and let no other begin.
    lock table event.action_version in access exclusive mode;
    if exists (select from event.member_event e where e.action_id = $1 and e.version = $2) then
      perform event.refuse('version', 'version ' || $2 || ' of this action is used by events and cannot change', 'Add a new version instead.', 'MS409');
    end if;
  end if;
  update event.action_version v
     set external = $3, schema = $4, sentence = $5, upcast = $6,
         declared = r.declared, required = r.required, personal_names = r.personal_names, personal_kinds = r.personal_kinds, promoted = r.promoted, is_flat = r.is_flat, fault = r.fault
    from event.attribute_rules($4) r where v.action_id = $1 and v.version = $2;
  return 'changed';
end $$;
revoke all on function event.push_action_version from public;
grant execute on function event.push_action_version to memberscope_web;

-- From here on events of the action are stored with its newest version unless they name another.
create or replace function event.use_newest_version(action_id smallint) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update event.action a set current_version = v.newest
    from (select max(v.version) as newest from event.action_version v where v.action_id = $1) v
   where a.id = $1 and a.current_version <> v.newest
$$;
revoke all on function event.use_newest_version from public;
grant execute on function event.use_newest_version to memberscope_web;

-- Counts the events of one hour anew.
create or replace function event.count_hour(hour timestamptz) returns void language sql set search_path = pg_catalog, pg_temp as $$
  delete from event.hour_count c where c.hour = $1;
  insert into event.hour_count
  select $1, e.action_id, count(*) from event.member_event e where e.id >= event.id_floor($1) and e.id < event.id_floor($1 + interval '1 hour') group by e.action_id
$$;
revoke all on function event.count_hour from public;

-- Counts hours that are over: once no transaction that could still add to them is open, and again those that an import or a late event changed since.
-- Called every minute; one caller at a time, at most max_hours each. Gives how many hours were counted.
create or replace function event.count_hours(max_hours int) returns int language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare progress event.count_progress; again timestamptz[]; until_hour timestamptz; done int := 0;
begin
  select * into progress from event.count_progress for update skip locked;
  if not found then return 0; end if;
  if progress.counted_before is null then
    progress.counted_before := date_trunc('hour', coalesce((select e.occurred_at from event.member_event e order by e.id limit 1), clock_timestamp()));
  end if;

  with taken as (delete from event.recount returning hour)
  select array_agg(distinct t.hour) into again from taken t where t.hour < progress.counted_before;
  if again is not null then
    perform event.count_hour(h) from unnest(again) h;
    perform event.sum_days(d, (d + 1)::date) from (select distinct (h at time zone 'UTC')::date as d from unnest(again) h) x where (d + 1)::timestamp at time zone 'UTC' <= progress.counted_before;
    done := cardinality(again);
  end if;

  -- Five minutes after an hour's end its last transactions are remembered; when all of them have ended, it is counted.
  if progress.closing_hour is null and date_trunc('hour', clock_timestamp() - interval '5 minutes') > progress.counted_before then
    progress.closing_hour := date_trunc('hour', clock_timestamp() - interval '5 minutes');
    progress.closing_by := pg_snapshot_xmax(pg_current_snapshot());
  end if;
  if progress.closing_hour is not null and pg_snapshot_xmin(pg_current_snapshot()) >= progress.closing_by then
    until_hour := least(progress.closing_hour, progress.counted_before + max_hours * interval '1 hour');
    insert into event.hour_count as c
    select date_trunc('hour', e.occurred_at), e.action_id, count(*) from event.member_event e
     where e.id >= event.id_floor(progress.counted_before) and e.id < event.id_floor(until_hour) group by 1, 2 order by 1, 2
    on conflict (hour, action_id) do update set n = excluded.n;
    perform event.sum_days((progress.counted_before at time zone 'UTC')::date, (until_hour at time zone 'UTC')::date);
    done := done + extract(epoch from until_hour - progress.counted_before)::int / 3600;
    progress.counted_before := until_hour;
    if until_hour = progress.closing_hour then progress.closing_hour := null; progress.closing_by := null; end if;
  end if;
  update event.count_progress set counted_before = progress.counted_before, closing_hour = progress.closing_hour, closing_by = progress.closing_by;
  return done;
end $$;
revoke all on function event.count_hours from public;
grant execute on function event.count_hours to memberscope_worker;

-- Holds the counts of a period against the events: every hour and action where they differ, of hours that are counted and not to be counted again. With
-- repair they are counted anew.
create or replace function event.reconcile_counts(from_time timestamptz, to_time timestamptz, repair boolean)
returns table (hour timestamptz, action text, counted bigint, stored bigint) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare first_hour timestamptz := date_trunc('hour', from_time); last_hour timestamptz; wrong timestamptz[];
begin
  perform from event.count_progress for update;
  select least(date_trunc('hour', to_time), p.counted_before) into last_hour from event.count_progress p;
  create temporary table wrong_count on commit drop as
    select coalesce(s.hour, c.hour) as hour, coalesce(s.action_id, c.action_id) as action_id, coalesce(c.n, 0) as counted, coalesce(s.n, 0) as stored
      from (select date_trunc('hour', e.occurred_at) as hour, e.action_id, count(*) as n from event.member_event e
             where e.id >= event.id_floor(first_hour) and e.id < event.id_floor(last_hour) group by 1, 2) s
      full join (select * from event.hour_count h where h.hour >= first_hour and h.hour < last_hour) c on c.hour = s.hour and c.action_id = s.action_id
     where c.n is distinct from s.n and not exists (select from event.recount r where r.hour = coalesce(s.hour, c.hour));
  if repair then
    insert into event.recount select distinct w.hour from pg_temp.wrong_count w;
    perform event.count_hours(0);
  end if;
  return query select w.hour, a.name, w.counted, w.stored from pg_temp.wrong_count w join event.action a on a.id = w.action_id order by 1, 2;
end $$;
revoke all on function event.reconcile_counts from public;
grant execute on function event.reconcile_counts to memberscope_web;

-- Sums the counted hours of each day of UTC from one day up to another, which is not summed.
create or replace function event.sum_days(from_day date, before_day date) returns void language sql set search_path = pg_catalog, pg_temp as $$
  delete from event.day_count d where d.day >= $1 and d.day < $2;
  insert into event.day_count
  select (c.hour at time zone 'UTC')::date, c.action_id, sum(c.n) from event.hour_count c
   where c.hour >= $1::timestamp at time zone 'UTC' and c.hour < $2::timestamp at time zone 'UTC' group by 1, 2
$$;
revoke all on function event.sum_days from public;

-- Addresses are read as event-ruler reads them, by Java: leading zeros count as nothing, in IPv4 up to 15 characters. PostgreSQL refuses them.
create or replace function event.address_key(address text) returns text language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
declare bits text;
begin
  if strpos(address, ':') > 0 then
    address := regexp_replace(address, '(^|:)0+(?=[0-9a-fA-F])', '\1', 'g');
    if length(address) > 39 or address !~ '^[0-9a-fA-F:]+$' or not pg_input_is_valid(address, 'inet') then return null; end if;
    bits := encode(substr(inet_send(address::inet), 5), 'hex');
    return case when starts_with(bits, '00000000000000000000ffff') then '4' || right(bits, 8) else '6' || bits end;
  end if;
  if length(address) > 15 or address !~ '^[0-9]+(\.[0-9]+){3}$' then return null; end if;
  address := regexp_replace(address, '(^|\.)0+(?=[0-9])', '\1', 'g');
  if not pg_input_is_valid(address, 'inet') then return null; end if;
  return '4' || encode(substr(inet_send(address::inet), 5), 'hex');
end $$;
revoke all on function event.address_key from public;
grant execute on function event.address_key to memberscope_web, memberscope_worker;

-- The same for messages as they are stored, five times faster. Null when the message passes no policy but the empty one: a body that is no object, no
-- attribute but Binary ones, or an attribute that filtering cannot read (event.unfilterable). A text that jsonb cannot hold (U+0000, half a surrogate pair) and nesting beyond 1,000 count as no object; none is stored.
create or replace function event.leaves(scope text, attributes jsonb, body text) returns jsonb language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare parsed jsonb; found jsonb; is_unusual boolean;
begin
  if scope = 'MessageBody' then
    if body is null or not pg_input_is_valid(body, 'jsonb') then return null; end if;
    parsed := body::jsonb;
    if jsonb_typeof(parsed) <> 'object' then return null; end if;
    -- Printed by jsonb, it has each key once and spells numbers in one way only.
    if parsed::text <> body then return event.leaves_of_any(scope, attributes, body); end if;
    with recursive node (path, value, kind, depth) as (
      select b.key, b.value, jsonb_typeof(b.value), 1 from jsonb_each(parsed) b
      union all
      select case when inner_.key is null then n.path else n.path || '.' || inner_.key end, inner_.value, jsonb_typeof(inner_.value), n.depth + 1
        from node n, lateral (
          select o.key, o.value from jsonb_each(case when n.kind = 'object' then n.value end) o
          union all
          select null, i.value from jsonb_array_elements(case when n.kind = 'array' then n.value end) i) inner_
       where n.kind in ('object', 'array') and n.depth < 1000)
    select json_object_agg(at_path.path, at_path.tokens) filter (where at_path.tokens is not null)::jsonb, bool_or(at_path.is_unusual) into found, is_unusual
      from (select n.path, bool_or(n.depth >= 1000 and n.kind in ('object', 'array')) as is_unusual,
                   json_agg(case n.kind when 'string' then 's:' || (n.value #>> '{}') when 'number' then event.plain_number_token(n.value) else 'l:' || n.value::text end)
                     filter (where n.kind not in ('object', 'array')) as tokens
              from node n group by n.path) at_path;
    return case when is_unusual then null else coalesce(found, '{}') end;
  end if;

  select json_object_agg(a.key, tokens.list)::jsonb, bool_or(tokens.list is null) into found, is_unusual
    from jsonb_each(attributes) a cross join lateral (select a.value ->> 'Type' as kind, a.value ->> 'Value' as value) m
   cross join lateral (
     select case when m.kind = 'String' and m.value !~ '["\\[:cntrl:]]' then json_build_array('s:' || m.value)
                 when m.kind = 'Number' and m.value ~ '^-?[0-9]{1,9}(\.[0-9]{1,9})?$' then json_build_array(event.number_token(m.value))
                 when m.kind = 'String.Array' and m.value ~ '^\["[^"\\[:cntrl:]]*"(, ?"[^"\\[:cntrl:]]*")*\]$'
                   then (select json_agg('s:' || t) from jsonb_array_elements_text(m.value::jsonb) t) end as list) tokens;
  return case when is_unusual then event.leaves_of_any(scope, attributes, body) else found end;
end $$;
revoke all on function event.leaves from public;
grant execute on function event.leaves to memberscope_web, memberscope_worker;

-- Path to the tokens that stand there, of any message: nested names joined by dots, elements of arrays at the array's path, empty arrays and objects
-- nothing. It reads JSON as it is spelled, with keys that stand twice, and pays for that; event.leaves asks it for what is unusual only.
create or replace function event.leaves_of_any(scope text, attributes jsonb, body text) returns jsonb language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare is_body boolean := scope = 'MessageBody'; found jsonb; is_too_deep boolean;
begin
  if is_body then
    if body is null or not pg_input_is_valid(body, 'jsonb') or json_typeof(body::json) <> 'object' then return null; end if;
  elsif not exists (select from jsonb_each(attributes) a where split_part(a.value ->> 'Type', '.', 1) <> 'Binary')
     or exists (select from jsonb_each(attributes) a
                 where event.unfilterable(case when a.value ->> 'Type' = 'String.Array' then 'String.Array' else split_part(a.value ->> 'Type', '.', 1) end, coalesce(a.value ->> 'Value', '')) is not null) then
    return null;
  end if;
  with recursive
  attribute as (
    select a.key as name, case when a.value ->> 'Type' = 'String.Array' then 'String.Array' else split_part(a.value ->> 'Type', '.', 1) end as kind, coalesce(a.value ->> 'Value', '') as value
      from jsonb_each(case when not is_body then attributes end) a),
  node (path, value, depth) as (
    select b.key, b.value, 1 from json_each(case when is_body then body::json end) b
    union all
    select a.name, a.value::json, 0 from attribute a where a.kind = 'String.Array' and pg_input_is_valid(a.value, 'jsonb')
    union all
    select case when inner_.key is null then n.path else n.path || '.' || inner_.key end, inner_.value, n.depth + 1
      from node n, lateral (
        select o.key, o.value from json_each(case when json_typeof(n.value) = 'object' then n.value end) o
        union all
        select null, i.value from json_array_elements(case when json_typeof(n.value) = 'array' then n.value end) i) inner_
     where n.depth < 1000),
  token (path, value, is_too_deep) as (
    select n.path,
           case json_typeof(n.value)
             when 'string' then 's:' || (n.value #>> '{}')
             when 'number' then event.number_token(n.value #>> '{}')
             when 'boolean' then 'l:' || (n.value #>> '{}')
             when 'null' then 'l:null' end,
           n.depth >= 1000 and json_typeof(n.value) in ('object', 'array')
      from node n
    union all
    select a.name, case when a.kind = 'Number' then event.number_token(btrim(a.value, E' \t\n\r')) else 's:' || (('"' || a.value || '"')::jsonb #>> '{}') end, false
      from attribute a where a.kind not in ('Binary', 'String.Array'))
  select json_object_agg(at_path.path, at_path.tokens) filter (where at_path.tokens is not null)::jsonb, bool_or(at_path.is_too_deep) into found, is_too_deep
    from (select t.path, json_agg(t.value) filter (where t.value is not null) as tokens, bool_or(t.is_too_deep) as is_too_deep from token t group by t.path) at_path;
  return case when is_too_deep then null else coalesce(found, '{}') end;
end $$;
revoke all on function event.leaves_of_any from public;
grant execute on function event.leaves_of_any to memberscope_web, memberscope_worker;

-- What an SNS filter policy sees of a message, as typed tokens: the same that server/filter-policy/message-leaves.ts makes.
-- s: a string, n: a number by its key (six decimals, the arithmetic of doubles), x: a number beyond five billion as it is spelled, l: true, false, null.

create or replace function event.number_token(spelled text) returns text language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
declare exact numeric; near float8;
begin
  if spelled !~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$' then return null; end if;
  if pg_input_is_valid(spelled, 'numeric') then
    exact := spelled::numeric;
    -- Outside these bounds the cast to float8 would be an error.
    near := case when abs(exact) > 1e10 then null when abs(exact) < 1e-300 then 0 else exact::float8 end;
  end if;
  if near is null or abs(near) > 5e9 then return 'x:' || spelled; end if;
  return 'n:' || trunc(1e6::float8 * (5e9::float8 + near))::bigint;
end $$;
revoke all on function event.number_token from public;
grant execute on function event.number_token to memberscope_web, memberscope_worker;

-- The same for a number in jsonb, worked out in place for all but the largest and the smallest.
create or replace function event.plain_number_token(value jsonb) returns text language sql immutable parallel safe as $$
  select case when value::numeric = 0 or abs(value::numeric) between 1e-300 and 4e9
            then 'n:' || trunc(1e6::float8 * (5e9::float8 + value::numeric::float8))::bigint
            else event.number_token(value::text) end
$$;
revoke all on function event.plain_number_token from public;
grant execute on function event.plain_number_token to memberscope_web, memberscope_worker;

-- SNS takes at Publish what its filtering cannot read, and then drops the message for every subscription with a policy on attributes, whichever attribute
-- that names: a String whose value is not what stands between the quotes of a JSON string, a String.Array that is no JSON. Null when it can be read; the
-- same that server/filter-policy/match/unreadable-attribute.ts says.
create or replace function event.unfilterable(kind text, value text) returns text language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select case when kind in ('Number', 'Binary') then null
       when kind = 'String.Array' then case when not pg_input_is_valid(value, 'jsonb') then 'is a String.Array and no JSON' end
       when value !~ U&'["\\\\\0001-\001F]' then null
       when value ~ U&'[\0001-\001F]' then 'holds a control character such as a tab or a line break'
       when pg_input_is_valid('"' || value || '"', 'jsonb') then null
       when value ~ '(^|[^\\])(\\\\)*"' then 'holds a double quote that is not escaped'
       else 'holds a backslash that begins no escape of JSON' end
$$;
revoke all on function event.unfilterable from public;
grant execute on function event.unfilterable to memberscope_web, memberscope_worker;

create or replace function event.id_floor(t timestamptz) returns uuid language sql immutable parallel safe strict as $$
  select (lpad(to_hex(floor(extract(epoch from t) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;
revoke all on function event.id_floor from public;
grant execute on function event.id_floor to memberscope_web, memberscope_worker;

-- Whoever writes the registry, the history is written with it.
create or replace function event.keep_subscriber_policy() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' or old.policy <> new.policy or old.policy_scope <> new.policy_scope then
    insert into event.subscriber_policy (subscriber_id, act, policy, policy_scope, changed_by)
    values (new.id, 'registered', new.policy, new.policy_scope, new.policy_by);
  end if;
  return null;
end $$;
revoke all on function event.keep_subscriber_policy from public;

-- Zero payload: who did what when, and the names of what changed.
create or replace function event.external_body(id uuid, member_id text, action text, version smallint, attributes jsonb) returns text language sql stable as $$
  select event.in_sendable_characters(jsonb_build_object('eventId', id, 'memberId', member_id, 'action', action, 'version', version,
    'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(attributes) k),
    'occurredAt', to_char(uuid_extract_timestamp(id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text)
$$;
revoke all on function event.external_body from public;
grant execute on function event.external_body to memberscope_web, memberscope_worker;

-- SQS takes the characters of XML 1.0 alone. PostgreSQL stores two more and writes them as they are: U+FFFE and U+FFFF. In a body they are
-- escaped, which says the same.
create or replace function event.in_sendable_characters(body text) returns text language sql immutable strict parallel safe as $$
  select replace(replace(body, U&'\FFFE', '\ufffe'), U&'\FFFF', '\uffff')
$$;
revoke all on function event.in_sendable_characters from public;
grant execute on function event.in_sendable_characters to memberscope_web, memberscope_worker;

-- The one text of an event's internal message: publisher, size rule and body-scope search use it; nothing serializes it again.
create or replace function event.internal_body(id uuid, member_id text, action text, version smallint, attributes jsonb, context jsonb, correlation_id uuid, causation_id uuid) returns text
language sql stable as $$
  select event.in_sendable_characters(jsonb_build_object('eventId', id, 'memberId', member_id, 'action', action, 'version', version,
    'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(attributes) k),
    'attributes', attributes, 'context', context,
    'occurredAt', to_char(uuid_extract_timestamp(id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'correlationId', correlation_id, 'causationId', causation_id)::text)
$$;
revoke all on function event.internal_body from public;
grant execute on function event.internal_body to memberscope_web, memberscope_worker;

-- The promoted attributes of an event that are left out of its SNS attributes, each with why.
create or replace function event.left_out_of(attributes jsonb, promoted text[]) returns table (name text, why text) language sql immutable set search_path = pg_catalog, pg_temp as $$
  select n, event.unpromotable(attributes -> n -> 'to') from unnest(promoted) n where event.unpromotable(attributes -> n -> 'to') is not null
$$;
revoke all on function event.left_out_of from public;

-- The SNS attributes of an event's message in a layer, target ALL; a resend replaces target and adds replay and attempt. own: what the caller gave.
create or replace function event.message_attributes_of(layer text, action text, attributes jsonb, promoted text[], own jsonb) returns jsonb language sql immutable as $$
  select jsonb_build_object('layer', jsonb_build_object('Type', 'String', 'Value', layer),
                            'action', jsonb_build_object('Type', 'String', 'Value', action),
                            'target', jsonb_build_object('Type', 'String', 'Value', 'ALL'))
    || case when attributes = '{}' then '{}' else jsonb_build_object('changed', jsonb_build_object('Type', 'String.Array', 'Value',
         (select jsonb_agg(k order by k)::text from jsonb_object_keys(attributes) k))) end
    || case when promoted = '{}' then '{}' else event.promoted_attributes(attributes, promoted) end
    || own
$$;
revoke all on function event.message_attributes_of from public;
grant execute on function event.message_attributes_of to memberscope_web, memberscope_worker;

-- The SNS attributes that the catalog promotes: an attribute's new value, where it is text, a number or a boolean that SNS can filter by; others are
-- left out (event.unpromotable).
create or replace function event.promoted_attributes(attributes jsonb, promoted text[]) returns jsonb language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_object_agg(n, jsonb_build_object('Type', case jsonb_typeof(attributes -> n -> 'to') when 'number' then 'Number' else 'String' end, 'Value', attributes -> n ->> 'to')), '{}')
    from unnest(promoted) n
   where jsonb_typeof(attributes -> n -> 'to') in ('string', 'number', 'boolean') and event.unpromotable(attributes -> n -> 'to') is null
$$;
revoke all on function event.promoted_attributes from public;
grant execute on function event.promoted_attributes to memberscope_web, memberscope_worker;

-- The SNS attributes of a message as values: a Number as number, a String.Array as array. Planned once: the pool of searches plans every statement for its
-- values, also within functions, which took two milliseconds an event.
create or replace function event.sns_values(sns_attributes jsonb) returns jsonb language sql immutable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  select coalesce(jsonb_object_agg(a.key, case a.value ->> 'Type' when 'Number' then to_jsonb((a.value ->> 'Value')::numeric)
                                                                  when 'String.Array' then (a.value ->> 'Value')::jsonb
                                                                  else a.value -> 'Value' end), '{}')
    from jsonb_each(sns_attributes) a
$$;
revoke all on function event.sns_values from public;
grant execute on function event.sns_values to memberscope_web, memberscope_worker;

-- Why a changed attribute's new value cannot be an SNS attribute that the catalog promotes: it is left out there, counted and shown, and the member's own
-- transaction goes on. Says number (beyond
-- a billion, or more than five decimals), empty, quote (or backslash), control (a tab, a line break) or noncharacter (U+FFFE, U+FFFF). Null when it can, and for what is never promoted (a list, an object, null).
create or replace function event.unpromotable(value jsonb) returns text language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select case jsonb_typeof(value)
    when 'number' then case when value::text !~ '^-?[0-9]{1,10}(\.[0-9]{1,5})?$' or abs(value::numeric) > 1000000000 then 'number' end
    when 'string' then case when value = '""' then 'empty'
                            when value #>> '{}' ~ '["\\]' then 'quote'
                            when event.unfilterable('String', value #>> '{}') is not null then 'control'
                            when value #>> '{}' ~ U&'[\FFFE\FFFF]' then 'noncharacter' end end
$$;
revoke all on function event.unpromotable from public;
grant execute on function event.unpromotable to memberscope_web, memberscope_worker;

-- How many events hold a masked value of an attribute.
create or replace function event.count_masked(name text) returns bigint language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(distinct p.event_id) from event.personal_value p where p.name = $1
$$;
revoke all on function event.count_masked from public;
grant execute on function event.count_masked to memberscope_web;

-- Which members have this phone number or e-mail address now.
create or replace function event.find_members(kind text, value text) returns setof text language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.member_id from event.member_profile m
   where ($1 = 'phone' and event.normalize_personal('phone', m.phone) = event.normalize_personal('phone', $2))
      or ($1 = 'email' and event.normalize_personal('email', m.email) = event.normalize_personal('email', $2)) limit 10
$$;
revoke all on function event.find_members from public;
grant execute on function event.find_members to memberscope_web;

-- Where a personal value stands: every event in which it was or became, newest first.
create or replace function event.find_personal(kind text, value text, max_rows int default 1000) returns table (event_id uuid, member_id text, name text, side char(1))
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.event_id, p.member_id, p.name, p.side from event.personal_value p
   where p.kind = $1 and p.hash = event.hash_of($1 || ':' || event.normalize_personal($1, $2)) order by p.event_id desc limit least($3, 10000)
$$;
revoke all on function event.find_personal from public;
grant execute on function event.find_personal to memberscope_web;

-- What may be shown of a normalized personal value: never more than half. Phone: the operator's or the country's prefix, and of the digits behind it at
-- most half, four at most. E-mail: the first letters of name and domain. Name: its first character. Address: at most two words from its beginning, at
-- most half of them; of a short one only as many as are not more than half of its letters. What is as short as that shows nothing.
create or replace function event.mask(kind text, value text) returns text language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
declare
  prefix text;
  local text;
  words text[];
  shown int;
begin
  case kind
    when 'phone' then
      prefix := event.phone_prefix(value);
      local := case when value like '+82%' then '0' || substr(value, 4) else value end;
      shown := least((length(local) - length(prefix)) / 2, 4);
      return prefix || '-****-' || right(substr(local, length(prefix) + 1), shown);
    when 'email' then
      local := split_part(value, '@', 1);
      return left(value, least(length(local) / 2, 1)) || '***@' || left(split_part(value, '@', 2), 1) || '***';
    when 'name' then return left(value, least(length(value) / 2, 1)) || '**';
    when 'address' then
      words := string_to_array(value, ' ');
      shown := least(cardinality(words) / 2, 2);
      if shown = 1 and length(words[1]) * 2 > length(array_to_string(words, '')) then shown := 0; end if;
      return concat_ws(' ', variadic words[1:shown] || '***'::text);
  end case;
end $$;
revoke all on function event.mask from public;
grant execute on function event.mask to memberscope_web, memberscope_worker;

-- The profile with its personal values masked: what the console shows.
create or replace function event.masked_profile(member_id text)
returns table (member_id text, state text, joined_at timestamptz, name text, phone text, email text, address text, details jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.member_id, m.state, m.joined_at, event.mask('name', event.normalize_personal('name', m.name)), event.mask('phone', event.normalize_personal('phone', m.phone)),
         event.mask('email', event.normalize_personal('email', m.email)), event.mask('address', event.normalize_personal('address', m.address)), m.details
    from event.member_profile m where m.member_id = $1
$$;
revoke all on function event.masked_profile from public;
grant execute on function event.masked_profile to memberscope_web;

-- The latest state for the holder of a service token: only fields in the token's scope. Subscriber null: the token is unknown or revoked; details null: no such member.
create or replace function event.member_details(token_hash bytea, member_id text, out subscriber_id text, out details jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare scope text[]; m event.member_profile;
begin
  select t.subscriber_id, t.scope into subscriber_id, scope from event.service_token t where t.token_hash = member_details.token_hash and t.revoked_at is null;
  if subscriber_id is null then return; end if;
  select * into m from event.member_profile p where p.member_id = member_details.member_id;
  if m.member_id is not null then
    details := jsonb_build_object('memberId', m.member_id)
      || (select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(
            jsonb_build_object('state', m.state, 'joinedAt', m.joined_at, 'name', m.name, 'phone', m.phone, 'email', m.email, 'address', m.address) || coalesce(m.details, '{}')) f
          where f.key = any(scope));
  end if;
end $$;
revoke all on function event.member_details from public;
grant execute on function event.member_details to memberscope_web;

-- "+82 (0)10 1234 5678" and "0082 010-1234-5678" are +821012345678: the zero that is dialled inside Korea does not follow its country code.
create or replace function event.normalize_personal(kind text, value text) returns text language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare v text := btrim(regexp_replace(value, '\s+', ' ', 'g'));
begin
  case kind
    when 'phone' then
      if v ~ '[^0-9 +().\-]' then return null; end if;
      v := regexp_replace(v, '[^0-9+]', '', 'g');
      if v like '00%' then v := '+' || substr(v, 3); end if;
      if v like '0%' then v := '+82' || substr(v, 2); end if;
      -- A Korean mobile number whose zero a spreadsheet has dropped; no other country's number begins so and is as short.
      if v ~ '^1[016789][0-9]{7,8}$' then v := '+82' || v; end if;
      if v not like '+%' then v := '+' || v; end if;
      if v like '+820%' then v := '+82' || substr(v, 5); end if;
      return case when v ~ '^\+[1-9][0-9]{7,14}$' then v end;
    when 'email' then return case when v ~ '^[^@ ]+@[^@ ]+\.[^@ ]+$' and octet_length(v) <= 254 then lower(v) end;
    when 'name', 'address' then return case when v <> '' and octet_length(v) <= 1024 then v end;
  end case;
end $$;
revoke all on function event.normalize_personal from public;
grant execute on function event.normalize_personal to memberscope_domain_writer, memberscope_worker, memberscope_web;

-- The part of an E.164 number that says which network it is in, as it is dialled: in Korea 02 or the three digits of an operator or a province,
-- elsewhere the country's code (ITU-T E.164: one digit for 1 and 7, two for those below, three for all others).
create or replace function event.phone_prefix(value text) returns text language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select case
    when value like '+822%' then '02'
    when value like '+82%' then '0' || substr(value, 4, 2)
    when value ~ '^\+[17]' then left(value, 2)
    when value ~ '^\+(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])' then left(value, 3)
    else left(value, 4) end
$$;
revoke all on function event.phone_prefix from public;
grant execute on function event.phone_prefix to memberscope_web;

-- One clear personal value of an event; null when there is none.
create or replace function event.reveal_personal(event_id uuid, name text, side char(1)) returns text language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.value from event.member_event e join event.personal_value p on p.member_id = e.member_id and p.event_id = e.id and p.name = $2 and p.side = $3 where e.id = $1
$$;
revoke all on function event.reveal_personal from public;
grant execute on function event.reveal_personal to memberscope_web;

-- Whether nobody but the sender sends in a layer now: everything is stopped, or its topic is known not to answer. What nobody has confirmed for 30 s
-- is no longer known.
create or replace function event.is_left_to_sender(p_layer smallint) returns boolean language sql stable set search_path = pg_catalog, pg_temp
as $$
  select exists (select from event.layer_control c where c.layer = p_layer and c.stop_scope = 'everything')
      or exists (select from event.outage o where o.part = case p_layer when 1 then 'topic:internal' else 'topic:external' end
                                              and o.seen_at > clock_timestamp() - interval '30 seconds')
$$;
revoke all on function event.is_left_to_sender from public;
grant execute on function event.is_left_to_sender to memberscope_web, memberscope_worker;

-- What a process could not publish becomes the sender's: due at once and still a first message where nothing was sent, soon and as a repetition
-- where the answer was lost. What the sender or the recorder holds is theirs already.
create or replace function event.leave_to_sender(event_ids uuid[], p_layer smallint, may_be_sent boolean) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with held as (
    select p.event_id, p.layer from event.pending p
     where p.event_id = any(leave_to_sender.event_ids) and p.layer = p_layer and p.attempts = 0 and p.parked_at is null
     order by p.event_id for update skip locked)
  update event.pending p
     set next_at = case when may_be_sent then clock_timestamp() + interval '5 seconds' else p.stored_at end,
         attempts = case when may_be_sent then 1 else 0 end
    from held h where p.event_id = h.event_id and p.layer = h.layer
$$;
revoke all on function event.leave_to_sender from public;
grant execute on function event.leave_to_sender to memberscope_web, memberscope_worker;

-- What an outside system did with a message, told by the holder of its service token: once for each event and delivery, the first word stands.
-- Subscriber null: the token is unknown or revoked; member null: no such event.
create or replace function event.report_handled(p_token_hash bytea, p_event_id uuid, p_delivery text, p_outcome text, out subscriber_id text, out member_id text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select t.subscriber_id into subscriber_id from event.service_token t where t.token_hash = p_token_hash and t.revoked_at is null;
  if subscriber_id is null then return; end if;
  select e.member_id into member_id from event.member_event e where e.id = p_event_id;
  if member_id is null then return; end if;
  insert into event.inbox (handler, event_id, member_id, delivery, outcome) values (report_handled.subscriber_id, p_event_id, report_handled.member_id, p_delivery, p_outcome)
  on conflict do nothing;
end $$;
revoke all on function event.report_handled from public;
grant execute on function event.report_handled to memberscope_web;

-- What was given up becomes due again as a repetition, with nine tries more: a bounded number at a time, oldest first. The web process itself may not
-- touch what waits. Locks are taken in the recorder's order, and what the recorder or the sender holds is theirs.
create or replace function event.retry_parked(p_layer smallint, p_limit int) returns int language sql security definer set search_path = pg_catalog, pg_temp
as $$
  with parked as (
    select p.event_id, p.layer from event.pending p
     where p.layer = p_layer and p.parked_at is not null
     order by p.event_id limit p_limit for update skip locked),
  due as (
    update event.pending p
       set parked_at = null, attempts = 1, last_error = null, next_at = clock_timestamp()
      from parked where p.event_id = parked.event_id and p.layer = parked.layer
    returning 1)
  select count(*)::int from due
$$;
revoke all on function event.retry_parked from public;
grant execute on function event.retry_parked to memberscope_web;

-- Whole events by their ids, newest first, as readers see them: attributes in the shape of the action's current version, with where each stands in both
-- layers. Planned once a session: the pool of searches plans every statement for its values, and for this one, with seven tables and all partitions,
-- planning took fourteen milliseconds where running took one. ids without an event give no row.
create or replace function event.read_events(ids uuid[]) returns table (
  id uuid, member_id text, action text, family text, version smallint, imported boolean, occurred_at timestamptz, stored_at timestamptz, attributes text, context text,
  correlation_id uuid, causation_id uuid, published boolean, published_at timestamptz, internal_status text, attempts smallint, next_at timestamptz, last_error text,
  external_status text, external_published_at timestamptz, external_attempts smallint, external_next_at timestamptz, external_last_error text)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  select s.id, s.member_id, s.action, s.family, a.current_version, s.origin = 1,
         s.occurred_at, s.stored_at,
         case when u.upcasts is null then s.attributes else event.upcast_attributes(s.attributes, u.upcasts) end::text, s.context::text,
         s.correlation_id, s.causation_id, s.published, s.published_at,
         s.internal_status, s.attempts, s.next_at, s.last_error,
         s.external_status, s.external_published_at, s.external_attempts, s.external_next_at, s.external_last_error
    from unnest(read_events.ids) k(id)
   cross join lateral (select * from event.member_event_status m where m.id = k.id limit 1) s
    join event.action a on a.id = s.action_id
   cross join lateral (
     select jsonb_agg(v.upcast order by v.version) as upcasts from event.action_version v
      where v.action_id = s.action_id and v.version > s.version and v.version <= a.current_version and v.upcast is not null) u
   order by s.id desc;
end $$;
revoke all on function event.read_events from public;
grant execute on function event.read_events to memberscope_web, memberscope_worker;

-- The attributes of an event as a later version of its action has them, for readers and searches: the stored row and its messages stay as they were sent.
-- Steps are the upcasts of the versions after the stored one, oldest first; null for none. An attribute may come from one of the version before under its
-- old name, with values exchanged by their text (a number as it is written without needless zeros), or be what the version before always meant.
-- Planned once: the pool of searches would plan each of its statements anew for every event.
create or replace function event.upcast_attributes(attributes jsonb, steps jsonb) returns jsonb language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare step jsonb; name text; source jsonb; after jsonb; change jsonb; side text; v jsonb; word text;
begin
  for step in select s.value from jsonb_array_elements(steps) with ordinality s(value, n) order by s.n loop
    after := attributes - array(select s.value ->> 'was' from jsonb_each(step -> 'attributes') s where s.value ? 'was');
    for name, source in select s.key, s.value from jsonb_each(step -> 'attributes') s loop
      if source ? 'to' then
        if not after ? name then after := after || jsonb_build_object(name, jsonb_build_object('to', source -> 'to')); end if;
      elsif attributes ? (source ->> 'was') then
        change := attributes -> (source ->> 'was');
        foreach side in array array['from', 'to'] loop
          v := change -> side;
          continue when v is null or jsonb_typeof(v) in ('object', 'array');
          word := case jsonb_typeof(v) when 'number' then trim_scale((v #>> '{}')::numeric)::text else coalesce(v #>> '{}', 'null') end;
          if source -> 'values' ? word then change := jsonb_set(change, array[side], source -> 'values' -> word); end if;
        end loop;
        after := after || jsonb_build_object(name, change);
      end if;
    end loop;
    attributes := after;
  end loop;
  return attributes;
end $$;
revoke all on function event.upcast_attributes from public;
grant execute on function event.upcast_attributes to memberscope_web, memberscope_worker;

-- Functions of the event storage. Refusals carry SQLSTATE MS400 (bad input) or MS409 (conflict), the field in COLUMN and the way out in HINT.

create or replace function event.refuse(field text, rule text, way_out text, code text default 'MS400') returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = code, message = field || ': ' || rule, column = field, hint = way_out;
end $$;
revoke all on function event.refuse from public;

-- The one form of an IP address that is stored and searched, however it was written: with a port, in brackets, with a zone, in capitals, as IPv4 inside
-- IPv6. Null for what is no address: it stays in the context, and the column is empty. canonicalIp of the vocabulary says the same; a test holds them
-- equal.
create or replace function event.canonical_ip(written text) returns text language sql immutable parallel safe as $$
  select case when written ~ '^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$' then written else event.unusual_ip(written) end
$$;
revoke all on function event.canonical_ip from public;
grant execute on function event.canonical_ip to memberscope_web, memberscope_worker;

-- Refuses SNS attributes that the caller gave and that could not be delivered, or would lose the message for every policy on attributes. What the catalog
-- promotes is left out instead (event.unpromotable): a member's own act never fails for the looks of a value.
create or replace function event.check_message_attributes(own jsonb, final jsonb) returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare name text; one jsonb; kind text; val text; field text; nested boolean; unread text; chosen jsonb := final - array['layer', 'action', 'changed', 'target'];
begin
  -- The publisher's own are made from the catalog, which has checked its names.
  if own = '{}' then return; end if;
  for name in select jsonb_object_keys(own) loop
    if name in ('layer', 'action', 'changed', 'target', 'replay', 'attempt') then
      perform event.refuse('messageAttributes.' || name, 'is set by the publisher', 'Choose another name.');
    end if;
  end loop;
  if (select count(*) from jsonb_object_keys(chosen)) > 4 then
    perform event.refuse('messageAttributes', 'at most four may be promoted by the catalog or given, ten in all', 'Leave some out, or promote fewer in the catalog.');
  end if;
  for name, one in select * from jsonb_each(own) loop
    field := 'messageAttributes.' || name;
    kind := one ->> 'Type'; val := one ->> 'Value';
    if name !~ '^[A-Za-z0-9_.-]{1,255}$' or name ~* '^(aws|amazon)\.' or name ~ '^\.|\.$|\.\.' then
      perform event.refuse(field, 'the name may hold letters, digits, _ - and single dots inside, and not start with AWS. or Amazon.', 'Choose a name like plan-name.');
    end if;
    -- A receiver in JavaScript takes it for an object's prototype, and with it fails the whole receive of ten.
    if name = '__proto__' then perform event.refuse(field, 'is a name that receivers in JavaScript cannot read', 'Choose a name like plan-name.'); end if;
    if jsonb_typeof(one) is distinct from 'object' or one - 'Type' - 'Value' <> '{}' or kind is null or kind not in ('String', 'Number', 'String.Array') or jsonb_typeof(one -> 'Value') is distinct from 'string' then
      perform event.refuse(field, 'must be {"Type": "String" | "Number" | "String.Array", "Value": text}', 'Give both as text.');
    end if;
    if val = '' then perform event.refuse(field, 'SNS refuses an empty value', 'Leave it out instead.'); end if;
    if val ~ U&'[\0001-\0008\000B\000C\000E-\001F\FFFE\FFFF]' then
      perform event.refuse(field, 'holds a control character, U+FFFE or U+FFFF, which SQS does not take', 'Leave these characters out.');
    end if;
    unread := case when kind <> 'String.Array' then event.unfilterable(kind, val) end;
    if unread is not null then
      perform event.refuse(field, unread || ': SNS would drop the message for every policy on attributes', 'Leave these characters out.');
    elsif kind = 'String' and val ~ '["\\]' then
      perform event.refuse(field, 'a double quote or backslash cannot be filtered on by SNS', 'Leave these characters out.');
    elsif kind = 'Number' and (val !~ '^-?[0-9]{1,10}(\.[0-9]{1,5})?$' or abs(val::numeric) > 1000000000) then
      perform event.refuse(field, 'a Number lies between -1000000000 and 1000000000 with at most five decimals', 'Send it as a String, or within these bounds.');
    elsif kind = 'String.Array' then
      -- JSON may still say what jsonb cannot hold: U+0000, half of a surrogate pair, a number beyond numeric's, brackets without end.
      begin
        -- Two statements: inside one, the planner may evaluate the cast first.
        if val is json array then nested := exists (select from jsonb_array_elements(val::jsonb) x where jsonb_typeof(x) in ('object', 'array')); else nested := true; end if;
      exception when data_exception or statement_too_complex then nested := true;
      end;
      if nested then perform event.refuse(field, 'must be a JSON array of strings, numbers, true, false or null', 'Write it like ["a", "b"].'); end if;
    end if;
  end loop;
end $$;
revoke all on function event.check_message_attributes from public;

-- What makes two events with one producer's id the same: a keyed hash of all that was given.
create or replace function event.content_hash(member_id text, action text, version smallint, attributes jsonb, context jsonb, occurred_at timestamptz,
  correlation_id uuid, causation_id uuid, message_attributes jsonb) returns bytea language sql stable set search_path = pg_catalog, pg_temp as $$
  select event.hash_of(jsonb_build_array(member_id, action, version, attributes, context, extract(epoch from occurred_at), correlation_id, causation_id, message_attributes)::text)
$$;
revoke all on function event.content_hash from public;

create or replace function event.hash_of(input text) returns bytea language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (select extension.hmac(convert_to(input, 'UTF8'), k.key, 'sha256') from event.hash_key k where k.active)
$$;
revoke all on function event.hash_of from public;

-- The id of an event of a member that happened at a given time: a version 7 UUID with the milliseconds, the microseconds in the 12 bits where uuidv7()
-- keeps them, 38 bits that keep the order in which events of one time come, 12 random bits, and the member's 12 bits.
create or replace function event.id_at(t timestamptz, member_id text) returns uuid language sql volatile as $$
  select (lpad(to_hex(floor(extract(epoch from t) * 1000)::bigint), 12, '0') || '7'
    || lpad(to_hex(((floor(extract(epoch from t) * 1000000)::bigint % 1000) * 4096 / 1000)::bigint), 3, '0')
    || to_hex(1::bigint << 39 | nextval('event.given_order')) || lpad(to_hex(random(0, 4095)), 3, '0') || event.member_bits(member_id))::uuid
$$;
revoke all on function event.id_at from public;

-- The id of an event of a member that happens now: uuidv7(), which keeps the order of one session, with the member's 12 bits at its end.
create or replace function event.id_now(member_id text) returns uuid language sql volatile as $$
  select (left(uuidv7()::text, 33) || event.member_bits(member_id))::uuid
$$;
revoke all on function event.id_now from public;

-- Takes rows of a former record table over as events that are never published (origin 1). Owner only.
--
-- rows: [{n, sourceEventId, memberId, action, version?, attributes, context, occurredAt}]. Gives each row's n with its event, or with the refusal.
-- Rows that plainly keep every rule are stored by sets, many times faster; all others are left to event.store_event, so that what is refused is its
-- word alone. A row passes here only when event.store_event would take it as it stands.
create or replace function event.import_events(source text, rows jsonb,
  out n int, out event_id uuid, out is_new boolean, out field text, out rule text, out way_out text)
-- The plan is kept for a session that begins with empty tables: what is small then must be read by its index all the same.
returns setof record language plpgsql set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare r record;
begin
  for r in
    with joined as (
      select g.*, a.id as action_id, v.version as known_version, v.declared, v.required, v.personal_names, v.personal_kinds, v.fault,
             count(*) over (partition by g."sourceEventId") as copies
        from jsonb_to_recordset(rows) g(n int, "sourceEventId" text, "memberId" text, action text, version smallint, attributes jsonb, context jsonb, "occurredAt" timestamptz)
        left join event.action a on a.name = g.action
        left join event.action_version v on v.action_id = a.id and v.version = coalesce(g.version, a.current_version)),
    -- Ids are minted in the order of the rows: events of one time keep it.
    given as materialized (
      select j.*, event.id_at(j."occurredAt", j."memberId") as id from (select * from joined order by n offset 0) j),
    checked as materialized (
      select g.*, apart.masked, apart.personal,
             g.copies = 1 and g."sourceEventId" is not null and octet_length(g."memberId") between 1 and 64 and g.known_version is not null
             and case when jsonb_typeof(g.attributes) = 'object'
                   then g.attributes - g.declared = '{}' and g.attributes ?& g.required and not coalesce(jsonb_path_match(g.attributes, g.fault, '{}', true), true) end is true
             and coalesce(apart.ok, true)
             and jsonb_typeof(g.context) = 'object' and octet_length(g.attributes::text) + octet_length(g.context::text) < 65536
             and (not g.context ? 'deviceId' or (jsonb_typeof(g.context -> 'deviceId') = 'string' and octet_length(g.context ->> 'deviceId') between 1 and 128))
             and g."occurredAt" <= clock_timestamp()
             and exists (select from event.partition_range p where g."occurredAt" >= (p.from_day::timestamp at time zone 'UTC') and g."occurredAt" < (p.to_day::timestamp at time zone 'UTC')) as is_plain
        from given g
        left join lateral (
          select bool_and(one.clear is not null) as ok, jsonb_object_agg(one.name, one.masked) as masked, jsonb_agg(one.apart) as personal
            from (select k.name, c.clear, (g.attributes -> k.name) || jsonb_object_agg(s.side, event.mask(k.kind, c.clear)) over (partition by k.name) as masked,
                         jsonb_build_object('name', k.name, 'side', left(s.side, 1), 'kind', k.kind, 'value', c.clear) as apart
                    from unnest(g.personal_names, g.personal_kinds) k(name, kind)
                   cross join (values ('from'), ('to')) s(side)
                   cross join lateral (select event.normalize_personal(k.kind, g.attributes -> k.name ->> s.side) as clear) c
                   where jsonb_typeof(g.attributes -> k.name) = 'object' and g.attributes -> k.name ->> s.side is not null) one) apart on g.personal_names <> '{}'),
    plain as materialized (
      select c.n, c.id, c."sourceEventId", c."memberId", h.content,
             (select s.event_id from event.source_event s
               where s.source = import_events.source and s.source_event_id = c."sourceEventId" and coalesce(s.content_hash, h.content) = h.content) as known_id
        from checked c
       cross join lateral (
         select event.content_hash(c."memberId", c.action, c.known_version, c.attributes, c.context, c."occurredAt", null, null, '{}') as content offset 0) h
       where c.is_plain),
    claimed as (
      insert into event.source_event (source, source_event_id, event_id, member_id, content_hash)
      select import_events.source, p."sourceEventId", p.id, p."memberId", p.content from plain p where p.known_id is null order by p.n
      on conflict do nothing returning event_id),
    stored as (
      insert into event.member_event (id, member_id, correlation_id, action_id, version, origin, device_id, ip, attributes, context)
      select c.id, c."memberId", c.id, c.action_id, c.known_version, 1, c.context ->> 'deviceId', event.canonical_ip(c.context ->> 'ip'), c.attributes || coalesce(c.masked, '{}'), c.context
        from checked c join claimed k on k.event_id = c.id order by c.n),
    to_recount as (
      insert into event.recount select distinct date_trunc('hour', c."occurredAt") from checked c join claimed k on k.event_id = c.id),
    kept_apart as (
      insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
      select c.id, p.name, p.side, c."memberId", p.kind, p.value, event.hash_of(p.kind || ':' || p.value)
        from checked c join claimed k on k.event_id = c.id
        cross join lateral jsonb_to_recordset(c.personal) p(name text, side text, kind text, value text))
    select c.n, c."sourceEventId", c."memberId", c.action, c.version, c.attributes, c.context, c."occurredAt", c.id, k.event_id as stored_id, p.known_id
      from checked c left join claimed k on k.event_id = c.id left join plain p on p.n = c.n order by c.n
  loop
    n := r.n; event_id := coalesce(r.stored_id, r.known_id); is_new := r.stored_id is not null; field := null; rule := null; way_out := null;
    if event_id is null then
      begin
        select s.event_id, s.is_new into event_id, is_new
          from event.store_event(r."memberId", r.action, r.attributes, r.context, r."occurredAt", r.version, source, r."sourceEventId", null, null, '{}', null, 1::smallint, r.id) s;
      exception when sqlstate 'MS400' or sqlstate 'MS409' then
        get stacked diagnostics field = column_name, rule = message_text, way_out = pg_exception_hint;
        event_id := null; is_new := null;
      end;
    end if;
    return next;
  end loop;
end $$;
revoke all on function event.import_events from public;

-- Takes personal values out of attributes: masked, what the event carries; values_apart, [{name, side, kind, value}] in comparable form. names are the
-- personal attributes of the version, kinds their kinds. A value that is not valid of its kind is refused.
create or replace function event.keep_apart(attributes jsonb, names text[], kinds text[], out masked jsonb, out values_apart jsonb) language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare name text; kind text; side text; given text; clear text; changed jsonb; apart jsonb[] := '{}';
begin
  masked := attributes;
  for i in 1 .. cardinality(names) loop
    name := names[i]; kind := kinds[i]; changed := attributes -> name;
    continue when changed is null;
    foreach side in array array['from', 'to'] loop
      given := changed ->> side;
      continue when given is null;
      clear := event.normalize_personal(kind, given);
      if clear is null then
        perform event.refuse('attributes.' || name || '.' || side, 'is not a valid ' || kind, case kind when 'phone' then 'Write it like 010-1234-5678 or +82 10 1234 5678.' when 'email' then 'Write it like name@example.com.' else 'Give 1 to 1024 bytes of text.' end);
      end if;
      changed := changed || jsonb_build_object(side, event.mask(kind, clear));
      apart := apart || jsonb_build_object('name', name, 'side', left(side, 1), 'kind', kind, 'value', clear);
    end loop;
    masked := masked || jsonb_build_object(name, changed);
  end loop;
  if apart <> '{}' then values_apart := to_jsonb(apart); end if;
end $$;
revoke all on function event.keep_apart from public;

-- The last three hexadecimal digits of an event's id: the first 12 bits of its member's MD5, so that an id alone says in which of 4,096 buckets its
-- event lies. Events without an account ("unknown") are spread over all of them.
create or replace function event.member_bits(member_id text) returns text language sql volatile as $$
  select case member_id when 'unknown' then lpad(to_hex(random(0, 4095)), 3, '0') else left(md5(member_id), 3) end
$$;
revoke all on function event.member_bits from public;

-- For any language, inside the caller's transaction: live, and due for sending as soon as the transaction commits.
create or replace function event.record_member_event(
  member_id text, action text, attributes jsonb, context jsonb default '{}', occurred_at timestamptz default null, version smallint default null,
  source text default null, source_event_id text default null, correlation_id uuid default null, causation_id uuid default null,
  message_attributes jsonb default '{}') returns uuid language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (event.store_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, interval '0', 0::smallint)).event_id;
end $$;
revoke all on function event.record_member_event from public;
grant execute on function event.record_member_event to memberscope_domain_writer, memberscope_web, memberscope_worker;

-- Says which of action and version the event catalog does not have. known: the action's name where there is one.
create or replace function event.refuse_action(given text, known text, version smallint, current_version smallint) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if given is null then perform event.refuse('action', 'must be given', 'Give the name of an action in the event catalog.'); end if;
  if known is null then
    perform event.refuse('action', 'there is no action "' || left(given, 100) || '" in the event catalog', 'Correct the name, or push a catalog that has it.');
  end if;
  perform event.refuse('version', known || ' has no version ' || version, 'Leave it out for version ' || current_version || ', or push that version.');
end $$;
revoke all on function event.refuse_action from public;

-- Looks at attributes one by one and names the first that breaks what the catalog declares; says nothing of attributes that keep it.
create or replace function event.refuse_attributes(attributes jsonb, schema jsonb, action text) returns void language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare name text; change jsonb; declared jsonb; side text; v jsonb; field text;
begin
  if jsonb_typeof(attributes) <> 'object' then perform event.refuse('attributes', 'must be an object', 'Write {"name": {"from": old, "to": new}}.'); end if;
  for name, change in select * from jsonb_each(attributes) loop
    field := 'attributes.' || name; declared := schema -> 'properties' -> name;
    if declared is null then
      perform event.refuse(field, 'is not declared for ' || action, 'Declare it in the event catalog as a new version, or leave it out.');
    end if;
    if jsonb_typeof(change) is distinct from 'object' or change - 'from' - 'to' <> '{}' then
      perform event.refuse(field, 'must be an object with from, to or both', 'Write {"from": old, "to": new}.');
    end if;
    foreach side in array array['from', 'to'] loop
      v := change -> side;
      continue when v is null or v = 'null';
      if jsonb_typeof(v) <> (case declared ->> 'type' when 'integer' then 'number' else declared ->> 'type' end)
         or (declared ->> 'type' = 'integer' and v::numeric <> trunc(v::numeric)) then
        perform event.refuse(field || '.' || side, 'must be of type ' || (declared ->> 'type'), 'Give it as declared in the event catalog.');
      end if;
      if declared ? 'enum' and not (declared -> 'enum') @> v then
        perform event.refuse(field || '.' || side, 'must be one of ' || (declared ->> 'enum'), 'Give one of these, or declare a new version.');
      end if;
    end loop;
  end loop;
  for name in select jsonb_array_elements_text(coalesce(schema -> 'required', '[]')) loop
    if not attributes ? name then perform event.refuse('attributes.' || name, 'is required for ' || action, 'Give it as {"from": old, "to": new}.'); end if;
  end loop;
end $$;
revoke all on function event.refuse_attributes from public;

-- 256 KiB for body and attributes together, 1 KiB of it kept for target, replay and attempt.
create or replace function event.refuse_size(id uuid, member_id text, action text, version smallint, attributes jsonb, context jsonb, promoted text[], own jsonb) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if octet_length(event.internal_body(id, member_id, action, version, attributes, context, id, id))
     + (select sum(octet_length(a.key) + octet_length(a.value ->> 'Type') + octet_length(a.value ->> 'Value'))
          from jsonb_each(event.message_attributes_of('internal', action, attributes, promoted, own)) a) > 261120 then
    perform event.refuse('attributes', 'the message would be larger than 255 KiB, SNS takes 256 KiB with its attributes', 'Store large values elsewhere and refer to them.');
  end if;
end $$;
revoke all on function event.refuse_size from public;

-- The producer's own id is a key: too long a one would break the index with PostgreSQL's words, and an empty one make all events without an id one.
create or replace function event.refuse_source(source text, source_event_id text) returns void language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  if (source is null) <> (source_event_id is null) then
    perform event.refuse('sourceEventId', 'source and sourceEventId go together', 'Give both or neither.');
  end if;
  if octet_length(source) not between 1 and 200 then
    perform event.refuse('source', 'must have 1 to 200 bytes', 'Give a short name of the producing system.');
  end if;
  if octet_length(source_event_id) not between 1 and 1000 then
    perform event.refuse('sourceEventId', 'must have 1 to 1000 bytes', 'Give the producer''s own id of the event, or leave out source and sourceEventId.');
  end if;
end $$;
revoke all on function event.refuse_source from public;

-- A given time lies at most five minutes ahead of the database's clock, and in a quarter that has partitions.
create or replace function event.refuse_time(occurred_at timestamptz) returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if occurred_at > clock_timestamp() + interval '5 minutes' then
    perform event.refuse('occurredAt', 'lies more than five minutes in the future', 'Correct the clock or the time zone of the producer.');
  end if;
  if not exists (select from event.partition_range r where occurred_at >= (r.from_day::timestamp at time zone 'UTC') and occurred_at < (r.to_day::timestamp at time zone 'UTC')) then
    perform event.refuse('occurredAt', 'lies before the oldest partition', 'Add the partitions of that time first (event.add_quarters), or correct the time.');
  end if;
end $$;
revoke all on function event.refuse_time from public;

-- Refuses what event.unreadable finds in attributes or context.
create or replace function event.refuse_unreadable(field text, fault text) returns void language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  perform event.refuse(field, fault, case when fault like '%levels' then 'Flatten it, or store it elsewhere and refer to it.' else 'Write it as text.' end);
end $$;
revoke all on function event.refuse_unreadable from public;

-- For a process that publishes after its own commit: sent by the loop only when that has not been recorded within the layer's threshold.
-- Gives the message as it is to be published: none for an event whose source pair was stored before, and none while the layer's sending is left to the
-- loop, for which the event is due at once.
create or replace function event.store_application_event(
  member_id text, action text, attributes jsonb, context jsonb default '{}', occurred_at timestamptz default null, version smallint default null,
  source text default null, source_event_id text default null, correlation_id uuid default null, causation_id uuid default null,
  message_attributes jsonb default '{}', out event_id uuid, out body text, out sns_attributes jsonb, out is_new boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare stored record; is_left boolean := event.is_left_to_sender(1::smallint);
begin
  stored := event.store_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when is_left then interval '0' end, 0::smallint);
  event_id := stored.event_id; is_new := stored.is_new;
  if is_left or not is_new then return; end if;
  select event.internal_body(stored.event_id, $1, a.name, v.version, stored.stored_attributes, coalesce($4, '{}'), coalesce($9, stored.event_id), $10),
         event.message_attributes_of('internal', a.name, stored.stored_attributes, v.promoted, coalesce($11, '{}'))
    into body, sns_attributes
    from event.action a join event.action_version v on v.action_id = a.id and v.version = coalesce($6, a.current_version)
   where a.name = $2;
end $$;
revoke all on function event.store_application_event from public;
grant execute on function event.store_application_event to memberscope_web, memberscope_worker;

-- Stores one event: every refusal, masks, hashes, the event row, what is to be published, and the producer's id. Only the functions that lend it the
-- owner's rights and their search path call it. What keeps every rule is seen by one look at what the catalog worked out when it was pushed; only
-- where that is not plain are rules asked one by one, for the words of the refusal.
create or replace function event.store_event(
  member_id text, action text, attributes jsonb, context jsonb, occurred_at timestamptz, version smallint, source text, source_event_id text,
  correlation_id uuid, causation_id uuid, message_attributes jsonb, due_after interval, origin smallint, id uuid default null,
  out event_id uuid, out is_new boolean, out stored_attributes jsonb)
language plpgsql as $$
#variable_conflict use_column
declare
  rule record; known event.source_event; content bytea; values_apart jsonb; device_value text; ip_value text; size int := 2; fault text;
  now_at timestamptz := clock_timestamp();
begin
  if store_event.member_id is null or octet_length(store_event.member_id) not between 1 and 64 then
    perform event.refuse('memberId', 'must have 1 to 64 bytes', 'Give the member''s identifier, or ''unknown'' when no account was recognised.');
  end if;
  attributes := coalesce(attributes, '{}'); context := coalesce(context, '{}'); message_attributes := coalesce(message_attributes, '{}');
  select a.id as action_id, a.name, a.current_version, v.version, v.external, v.personal_names, v.personal_kinds, v.promoted, v.is_flat,
         case when jsonb_typeof(store_event.attributes) = 'object'
           then store_event.attributes - v.declared = '{}' and store_event.attributes ?& v.required and not coalesce(jsonb_path_match(store_event.attributes, v.fault, '{}', true), true)
         end is true as is_plain
    into rule
    from event.action a left join event.action_version v on v.action_id = a.id and v.version = coalesce(store_event.version, a.current_version)
   where a.name = store_event.action;
  if rule.version is null then perform event.refuse_action(store_event.action, rule.name, store_event.version, rule.current_version); end if;
  if not rule.is_plain then
    perform event.refuse_attributes(store_event.attributes, v.schema, rule.name) from event.action_version v where v.action_id = rule.action_id and v.version = rule.version;
  end if;
  if store_event.context <> '{}' then
    if jsonb_typeof(store_event.context) <> 'object' then perform event.refuse('context', 'must be an object', 'Write {"deviceId": "...", "ip": "..."}.'); end if;
    device_value := store_event.context ->> 'deviceId'; ip_value := event.canonical_ip(store_event.context ->> 'ip');
    if store_event.context ? 'deviceId' and (jsonb_typeof(store_event.context -> 'deviceId') <> 'string' or octet_length(device_value) not between 1 and 128) then
      perform event.refuse('context.deviceId', 'must be text of 1 to 128 bytes', 'Correct it, or leave it out when it is not known.');
    end if;
    size := octet_length(store_event.context::text);
  end if;
  if origin is distinct from 1 then
    -- Shorter texts have no room for a hundred levels, or for the digits of such a number.
    if size > 200 then fault := event.unreadable(store_event.context); end if;
    if fault is not null then perform event.refuse_unreadable('context', fault); end if;
    if not (rule.is_flat and rule.is_plain) then fault := event.unreadable(store_event.attributes); end if;
    if fault is not null then perform event.refuse_unreadable('attributes', fault); end if;
  end if;
  if store_event.occurred_at is not null then perform event.refuse_time(store_event.occurred_at); end if;

  event_id := case when store_event.id is not null then store_event.id when store_event.occurred_at is null then event.id_now(store_event.member_id)
                   else event.id_at(store_event.occurred_at, store_event.member_id) end;
  is_new := true;
  if store_event.source is not null or store_event.source_event_id is not null then
    perform event.refuse_source(store_event.source, store_event.source_event_id);
    content := event.content_hash(store_event.member_id, rule.name, rule.version, store_event.attributes, store_event.context, store_event.occurred_at,
      store_event.correlation_id, store_event.causation_id, store_event.message_attributes);
    insert into event.source_event values (store_event.source, store_event.source_event_id, store_event.event_id, store_event.member_id, content) on conflict do nothing;
    if not found then
      select * into known from event.source_event s where s.source = store_event.source and s.source_event_id = store_event.source_event_id;
      if known.content_hash is not null and known.content_hash <> content then
        perform event.refuse('sourceEventId', 'was stored before with other content, as event ' || known.event_id, 'Send the same content again, or use a new id.', 'MS409');
      end if;
      event_id := known.event_id; is_new := false;
      return;
    end if;
  end if;

  stored_attributes := store_event.attributes;
  if stored_attributes ?| rule.personal_names then
    select p.masked, p.values_apart into stored_attributes, values_apart from event.keep_apart(stored_attributes, rule.personal_names, rule.personal_kinds) p;
  end if;
  if store_event.message_attributes <> '{}' then
    if jsonb_typeof(store_event.message_attributes) <> 'object' then perform event.refuse('messageAttributes', 'must be an object', 'Give {"name": {"Type": "String", "Value": "..."}}.'); end if;
    perform event.check_message_attributes(store_event.message_attributes, event.promoted_attributes(stored_attributes, rule.promoted) || store_event.message_attributes);
  end if;
  -- Body and attributes never have more than six times the characters of what is stored: only what may be too large is built to be measured.
  size := size + octet_length(stored_attributes::text);
  if store_event.message_attributes <> '{}' then size := size + octet_length(store_event.message_attributes::text); end if;
  if size > 40000 then
    perform event.refuse_size(event_id, store_event.member_id, rule.name, rule.version, stored_attributes, store_event.context, rule.promoted, store_event.message_attributes);
  end if;

  insert into event.member_event (id, member_id, stored_at, correlation_id, causation_id, action_id, version, origin, device_id, ip, attributes, context, message_attributes)
  values (store_event.event_id, store_event.member_id, now_at, coalesce(store_event.correlation_id, store_event.event_id), store_event.causation_id, rule.action_id, rule.version,
          coalesce(store_event.origin, 0::smallint), device_value, ip_value, stored_attributes, store_event.context, store_event.message_attributes);
  if values_apart is not null then
    insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
    select store_event.event_id, p.name, p.side, store_event.member_id, p.kind, p.value, extension.hmac(convert_to(p.kind || ':' || p.value, 'UTF8'), k.key, 'sha256')
      from jsonb_to_recordset(values_apart) p(name text, side "char", kind text, value text), event.hash_key k where k.active;
  end if;
  if origin is distinct from 1 then
    if rule.promoted <> '{}' then
      insert into event.left_out (event_id, member_id, name, why)
      select store_event.event_id, store_event.member_id, l.name, l.why from event.left_out_of(stored_attributes, rule.promoted) l;
    end if;
    if rule.external then
      insert into event.pending (event_id, member_id, layer, stored_at, next_at)
      select store_event.event_id, store_event.member_id, c.layer, now_at, now_at + case when c.layer = 1 then coalesce(store_event.due_after, c.unpublished_after) else c.unpublished_after end
        from event.layer_control c;
    else
      if store_event.due_after is null then select c.unpublished_after into due_after from event.layer_control c where c.layer = 1; end if;
      insert into event.pending (event_id, member_id, layer, stored_at, next_at)
      values (store_event.event_id, store_event.member_id, 1, now_at, now_at + store_event.due_after);
    end if;
  end if;
  if store_event.occurred_at < date_trunc('hour', now_at) then insert into event.recount values (date_trunc('hour', store_event.occurred_at)); end if;
end $$;
revoke all on function event.store_event from public;

-- What PostgreSQL stores, every receiver must be able to read: deep nesting ends the stack of JSON readers, and a number beyond a double's is infinity
-- to them. Says which; null when it can be read. Imported events are never sent, and are left as they were.
create or replace function event.unreadable(value jsonb) returns text language sql immutable as $$
  select case when jsonb_path_exists(value, 'strict $.**{101}') then 'is nested deeper than 100 levels'
              when jsonb_path_exists(value, 'strict $.** ? (@ > 1.7976931348623157e308 || @ < -1.7976931348623157e308)') then 'holds a number beyond 1.7976931348623157e308' end
$$;
revoke all on function event.unreadable from public;

-- The canonical form (event.canonical_ip) of an address that does not come in four plain decimals. Leading zeros count as nothing, as event-ruler reads
-- them (event.address_key).
create or replace function event.unusual_ip(written text) returns text language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare v text := btrim(written); tail text; key text;
begin
  if v ~ '^\[[^\]]*\](:[0-9]{1,5})?$' then v := substr(v, 2, strpos(v, ']') - 2);
  elsif v ~ '^[0-9.]+:[0-9]{1,5}$' then v := split_part(v, ':', 1);
  end if;
  v := regexp_replace(v, '%[A-Za-z0-9._-]+$', '');
  tail := substring(v from ':([0-9]{1,3}(?:\.[0-9]{1,3}){3})$');
  if tail is not null and event.address_key(tail) is not null then
    key := event.address_key(tail);
    v := left(v, -length(tail)) || substr(key, 2, 4) || ':' || substr(key, 6, 4);
  end if;
  key := event.address_key(v);
  if key is null then return null; end if;
  if key like '4%' then return host('0.0.0.0'::inet + ('x' || substr(key, 2))::bit(32)::bigint); end if;
  return host(rtrim(regexp_replace(substr(key, 2), '(....)', '\1:', 'g'), ':')::inet);
end $$;
revoke all on function event.unusual_ip from public;
grant execute on function event.unusual_ip to memberscope_web, memberscope_worker;

-- Keeps the numbers of a job's items by state, for whoever writes items and whatever they write: the sums cannot be wrong.
create or replace function republish.count_items() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    insert into republish.item_count as c (job_id, state, slot, n)
    select a.job_id, a.state, pg_backend_pid() % 8, count(*) from after_rows a group by a.job_id, a.state order by a.job_id, a.state
    on conflict (job_id, state, slot) do update set n = c.n + excluded.n;
  else
    insert into republish.item_count as c (job_id, state, slot, n)
    select d.job_id, d.state, pg_backend_pid() % 8, sum(d.n)
      from (select a.job_id, a.state, 1 as n from after_rows a union all select b.job_id, b.state, -1 from before_rows b) d
     group by d.job_id, d.state having sum(d.n) <> 0 order by d.job_id, d.state
    on conflict (job_id, state, slot) do update set n = c.n + excluded.n;
  end if;
  return null;
end $$;
revoke all on function republish.count_items from public;

-- Counts tries to find somebody by a value, each as one in vain until staff.find_look_up takes it back: so tries that come side by side are counted one
-- by one. Gives what was counted before them in the hour.
create or replace function staff.count_look_ups(account_id uuid, tries int) returns table (looks int, misses int)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into staff.look_up_count as c (account_id, looks, misses) values ($1, $2, $2)
  on conflict on constraint look_up_count_pkey do update
     set since = case when c.since < clock_timestamp() - interval '1 hour' then clock_timestamp() else c.since end,
         looks = case when c.since < clock_timestamp() - interval '1 hour' then $2 else c.looks + $2 end,
         misses = case when c.since < clock_timestamp() - interval '1 hour' then $2 else c.misses + $2 end
  returning c.looks - $2, c.misses - $2
$$;
revoke all on function staff.count_look_ups from public;
grant execute on function staff.count_look_ups to memberscope_web;

-- One of the tries that staff.count_look_ups counted has found somebody.
create or replace function staff.find_look_up(account_id uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update staff.look_up_count c set misses = greatest(c.misses - 1, 0) where c.account_id = $1
$$;
revoke all on function staff.find_look_up from public;
grant execute on function staff.find_look_up to memberscope_web;

-- Sessions end after eight hours at the latest; who signed in when stands in the access records. Without this they would only ever grow.
create or replace function staff.forget_sessions() returns void language sql security definer set search_path = pg_catalog, pg_temp
as $$
  delete from staff.session where created_at < clock_timestamp() - interval '30 days'
$$;
revoke all on function staff.forget_sessions from public;
grant execute on function staff.forget_sessions to memberscope_worker;

create or replace view event.member_event_status as
select e.*, a.name as action, a.family, i.published_at is not null as published, i.published_at, x.published_at as external_published_at,
       wi.attempts, wi.next_at, wi.last_error, wx.attempts as external_attempts, wx.next_at as external_next_at, wx.last_error as external_last_error,
       case when i.event_id is not null then 'published' when wi.parked_at is not null then 'parked' when wi.event_id is not null then 'waiting'
            when e.origin = 1 then 'not for publication' else 'fault' end as internal_status,
       case when x.event_id is not null then 'published' when wx.parked_at is not null then 'parked' when wx.event_id is not null then 'waiting'
            when e.origin = 0 and v.external then 'fault' else 'not for publication' end as external_status
  from event.member_event e
  join event.action a on a.id = e.action_id
  join event.action_version v on v.action_id = e.action_id and v.version = e.version
  left join event.publication i on i.event_id = e.id and i.member_id = e.member_id and i.layer = 1
  left join event.publication x on x.event_id = e.id and x.member_id = e.member_id and x.layer = 2
  left join event.pending wi on wi.event_id = e.id and wi.layer = 1
  left join event.pending wx on wx.event_id = e.id and wx.layer = 2;
grant select on event.member_event_status to memberscope_web, memberscope_worker;

-- What the console and the details API know of a member beside its events. An adopter replaces this view over its own tables, with these columns:
-- the four personal ones in the clear (only functions of the owner read them), details = anything not personal.
create or replace view event.member_profile as
select null::text as member_id, null::text as state, null::timestamptz as joined_at, null::text as name, null::text as phone, null::text as email,
       null::text as address, null::jsonb as details
 where false;

set local check_function_bodies = on;

-- End of functions and views.

create trigger keep_policy after insert or update on event.subscriber for each row execute function event.keep_subscriber_policy();

create trigger item_inserted after insert on republish.item referencing new table as after_rows
  for each statement execute function republish.count_items();
create trigger item_updated after update on republish.item referencing old table as before_rows new table as after_rows
  for each statement execute function republish.count_items();

do $$ begin call event.add_quarters(current_date, (current_date + interval '2 years')::date); end $$;
