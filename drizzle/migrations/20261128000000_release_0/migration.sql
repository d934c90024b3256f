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
  primary key (action_id, version));

create table event.member_event (
  id uuid not null default uuidv7(),
  member_id text collate "C" not null check (octet_length(member_id) between 1 and 64),
  stored_at timestamptz not null default clock_timestamp(),
  correlation_id uuid, causation_id uuid,
  action_id smallint not null, version smallint not null default 1,
  origin smallint not null default 0 check (origin in (0, 1)),
  occurred_at timestamptz generated always as (uuid_extract_timestamp(id)) virtual,
  device_id text, ip text,
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  context jsonb not null default '{}' check (jsonb_typeof(context) = 'object'),
  message_attributes jsonb not null default '{}' check (jsonb_typeof(message_attributes) = 'object'),
  primary key (id),
  constraint id_is_v7 check (uuid_extract_version(id) = 7),
  constraint sizes check (octet_length(device_id) <= 128 and octet_length(ip) <= 45)
) partition by range (id);
create index member_event_member on event.member_event (member_id, id) include (action_id);
create index member_event_action on event.member_event (action_id, id);
create index member_event_device on event.member_event (device_id, id) include (member_id) where device_id is not null;
create index member_event_ip     on event.member_event (ip, id) include (member_id) where ip is not null;
create index member_event_story  on event.member_event (correlation_id, id) where correlation_id is not null;
create index member_event_attrs  on event.member_event using gin (attributes jsonb_path_ops);

create table event.personal_value (
  event_id uuid not null, name text not null, side char(1) not null check (side in ('f', 't')),
  member_id text collate "C" not null, kind text not null check (kind in ('phone', 'email', 'name', 'address')), value text not null, hash bytea not null,
  primary key (event_id, name, side));
create index personal_value_hash on event.personal_value (kind, hash, event_id) include (member_id);
create index personal_value_member on event.personal_value (member_id);

create table event.left_out (
  event_id uuid not null, member_id text collate "C" not null, name text not null,
  why text not null check (why in ('number', 'empty', 'quote', 'control', 'noncharacter')),
  primary key (event_id, name));

create table event.source_event (
  source text not null, source_event_id text not null, event_id uuid not null, member_id text collate "C" not null,
  content_hash bytea,
  primary key (source, source_event_id));
create index source_event_event on event.source_event (event_id);

create table event.hash_key (key_id smallint primary key, key bytea not null, active boolean not null);
create unique index hash_key_one_active on event.hash_key (active) where active;

create table event.pending (
  event_id uuid not null, layer smallint not null check (layer in (1, 2)),
  stored_at timestamptz not null, next_at timestamptz not null,
  attempts smallint not null default 0, last_error text, parked_at timestamptz,
  primary key (event_id, layer)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

create table event.publication (
  event_id uuid not null, layer smallint not null check (layer in (1, 2)), published_at timestamptz not null default clock_timestamp(),
  primary key (event_id, layer)
) partition by range (event_id);

create table event.attempt (
  event_id uuid not null, layer smallint not null, at timestamptz not null default clock_timestamp(),
  cause text not null check (cause in ('relay', 'detector')), target text not null, sns_message_id text, error text,
  primary key (event_id, layer, at)
) partition by range (event_id);

create table event.hour_count (
  hour timestamptz not null, action_id smallint not null, n bigint not null, dirty boolean not null default false,
  primary key (hour, action_id));

-- One row a layer: how long a process that publishes itself may take, and the switch that stops jobs and detector together.
create table event.layer_control (
  layer smallint primary key check (layer in (1, 2)),
  unpublished_after interval not null default interval '5 minutes',
  stopped_at timestamptz, stopped_by text, stop_reason text);
insert into event.layer_control (layer) values (1), (2);

-- What a handler has done: (handler, event, delivery); delivery is 'live' for the first message and every detector resend, else the job's id.
create table event.inbox (
  handler text not null, event_id uuid not null, delivery text not null, handled_at timestamptz not null default clock_timestamp(), outcome text not null,
  primary key (event_id, handler, delivery));

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

revoke all on schema event, extension, staff, republish from public;
grant usage on schema event to memberscope_web, memberscope_worker, memberscope_domain_writer;


grant select on event.left_out to memberscope_web;
grant select, insert on event.letter_act to memberscope_web;
grant select on event.letter_item to memberscope_web;
grant select, update (state, started_at, wanted, awaited, error, next_at, lease_until, fence, finished_at) on event.letter_act to memberscope_worker;
grant select, insert on event.letter_item to memberscope_worker;
grant select on event.action, event.action_version, event.member_event, event.pending, event.publication, event.attempt, event.hour_count,
  event.layer_control, event.subscriber, event.inbox, event.partition_range to memberscope_web, memberscope_worker;


grant update (stopped_at, stopped_by, stop_reason) on event.layer_control to memberscope_web;
grant usage on schema staff, republish to memberscope_web;
grant select, insert, update on staff.account, staff.session, staff.access_token to memberscope_web;
grant select, insert on staff.access_record, republish.job, republish.item to memberscope_web;

grant insert on event.publication, event.attempt to memberscope_worker;
grant select, insert on event.inbox to memberscope_worker;
grant update (next_at, attempts, last_error, parked_at), delete on event.pending to memberscope_worker;
grant update (unpublished_after) on event.layer_control to memberscope_worker;
grant usage on schema republish to memberscope_worker;
grant select, update on republish.job, republish.item to memberscope_worker;

-- Admins push the event catalog through the console's API.
grant insert, update on event.action, event.action_version to memberscope_web;
grant insert, update (policy, policy_scope, policy_by) on event.subscriber to memberscope_web;
grant select, insert on event.subscriber_policy to memberscope_web;
grant select (id, subscriber_id, scope, created_at, created_by, revoked_at), insert (token_hash, subscriber_id, scope, created_by),
  update (revoked_at) on event.service_token to memberscope_web;
grant usage on schema staff to memberscope_worker;

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
grant execute on function event.address_key to memberscope_web;

-- One changed attribute against its declaration in the catalog.
create or replace function event.check_attribute(name text, change jsonb, declared jsonb, action text) returns void language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare side text; v jsonb; field text := 'attributes.' || name;
begin
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
end $$;
revoke all on function event.check_attribute from public;

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

create or replace function event.external_body(e event.member_event, action text) returns text language sql stable as $$
  select event.in_sendable_characters(jsonb_build_object('eventId', e.id, 'memberId', e.member_id, 'action', action, 'version', e.version,
  'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(e.attributes) k),
  'occurredAt', to_char(uuid_extract_timestamp(e.id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text)
$$;
revoke all on function event.external_body from public;
grant execute on function event.external_body to memberscope_web, memberscope_worker;

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

-- A version of an action that an event uses never changes what was sent: whoever may write the catalog, the database holds it.
create or replace function event.guard_action_version() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from event.member_event e where e.action_id = old.action_id and e.version = old.version) then
    perform event.refuse('version', 'version ' || old.version || ' of this action is used by events and cannot change', 'Add a new version instead.', 'MS409');
  end if;
  return new;
end $$;
revoke all on function event.guard_action_version from public;

create or replace function event.hash_of(input text) returns bytea language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (select extension.hmac(convert_to(input, 'UTF8'), k.key, 'sha256') from event.hash_key k where k.active)
$$;
revoke all on function event.hash_of from public;

-- A version 7 id whose time is t: milliseconds, then the microseconds in the 12 bits where uuidv7() keeps them, then random bits.
create or replace function event.id_at(t timestamptz) returns uuid language sql volatile parallel safe strict as $$
  select (lpad(to_hex(floor(extract(epoch from t) * 1000)::bigint), 12, '0') || '7'
  || lpad(to_hex(((floor(extract(epoch from t) * 1000000)::bigint % 1000) * 4096 / 1000)::bigint), 3, '0')
  || substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid
$$;
revoke all on function event.id_at from public;

create or replace function event.id_floor(t timestamptz) returns uuid language sql immutable parallel safe strict as $$
  select (lpad(to_hex(floor(extract(epoch from t) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;
revoke all on function event.id_floor from public;
grant execute on function event.id_floor to memberscope_web, memberscope_worker;

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
    with given as materialized (
      select g.*, a.id as action_id, v.version as known_version, v.schema, event.id_at(g."occurredAt") as id,
             count(*) over (partition by g."sourceEventId") as copies
        from jsonb_to_recordset(rows) g(n int, "sourceEventId" text, "memberId" text, action text, version smallint, attributes jsonb, context jsonb, "occurredAt" timestamptz)
        left join event.action a on a.name = g.action
        left join event.action_version v on v.action_id = a.id and v.version = coalesce(g.version, a.current_version)),
    checked as materialized (
      select g.*, changes.masked, changes.personal,
             g.copies = 1 and g."sourceEventId" is not null and octet_length(g."memberId") between 1 and 64 and g.known_version is not null
             and coalesce(changes.ok, true) and g.attributes ?& array(select jsonb_array_elements_text(coalesce(g.schema -> 'required', '[]')))
             and jsonb_typeof(g.context) = 'object' and octet_length(g.attributes::text) + octet_length(g.context::text) < 65536
             and (not g.context ? 'deviceId' or (jsonb_typeof(g.context -> 'deviceId') = 'string' and octet_length(g.context ->> 'deviceId') between 1 and 128))
             and (not g.context ? 'ip' or (jsonb_typeof(g.context -> 'ip') = 'string' and octet_length(g.context ->> 'ip') between 1 and 45))
             and g."occurredAt" <= clock_timestamp()
             and exists (select from event.partition_range p where g."occurredAt" >= (p.from_day::timestamp at time zone 'UTC') and g."occurredAt" < (p.to_day::timestamp at time zone 'UTC')) as is_plain
        from given g
        left join lateral (
          select bool_and(jsonb_typeof(c.value) = 'object' and c.value - 'from' - 'to' = '{}' and d.declared is not null and coalesce(sides.ok, true)) as ok,
                 jsonb_object_agg(c.key, sides.masked) filter (where d.declared ? 'personal' and sides.masked is not null) as masked,
                 jsonb_path_query_array(jsonb_agg(sides.personal) filter (where sides.personal is not null), '$[*][*]') as personal
            from jsonb_each(case when jsonb_typeof(g.attributes) = 'object' then g.attributes else '{"?": 0}' end) c
            cross join lateral (select g.schema -> 'properties' -> c.key as declared) d
            left join lateral (
              select bool_and(s.value = 'null' or (
                       jsonb_typeof(s.value) = (case d.declared ->> 'type' when 'integer' then 'number' else d.declared ->> 'type' end)
                       and (d.declared ->> 'type' <> 'integer' or case when jsonb_typeof(s.value) = 'number' then s.value::numeric = trunc(s.value::numeric) else false end)
                       and (not d.declared ? 'enum' or (d.declared -> 'enum') @> s.value)
                       and (not d.declared ? 'personal' or p.clear is not null)
                       -- A promoted number or an unusual text has rules of SNS to keep as well.
                       and (d.declared -> 'promote' is distinct from 'true' or s.key = 'from' or jsonb_typeof(s.value) = 'boolean'
                            or (jsonb_typeof(s.value) = 'string' and s.value #>> '{}' ~ '^[^"\\]+$')))) as ok,
                     jsonb_object_agg(s.key, case when p.clear is null then s.value else to_jsonb(event.mask(d.declared ->> 'personal', p.clear)) end) as masked,
                     jsonb_agg(jsonb_build_object('name', c.key, 'side', left(s.key, 1), 'kind', d.declared ->> 'personal', 'value', p.clear)) filter (where p.clear is not null) as personal
                from jsonb_each(case when jsonb_typeof(c.value) = 'object' then c.value else '{}' end) s
                cross join lateral (
                  select case when d.declared ? 'personal' and jsonb_typeof(s.value) = 'string' then event.normalize_personal(d.declared ->> 'personal', s.value #>> '{}') end as clear) p) sides on true) changes on true),
    plain as materialized (
      select c.n, c.id, c."sourceEventId", c."memberId", h.content,
             (select s.event_id from event.source_event s
               where s.source = import_events.source and s.source_event_id = c."sourceEventId" and coalesce(s.content_hash, h.content) = h.content) as known_id
        from checked c
       cross join lateral (
         select event.hash_of(jsonb_build_array(c."memberId", c.action, c.known_version, c.attributes, c.context, extract(epoch from c."occurredAt"), null::uuid, null::uuid, '{}'::jsonb)::text) as content offset 0) h
       where c.is_plain),
    claimed as (
      insert into event.source_event (source, source_event_id, event_id, member_id, content_hash)
      select import_events.source, p."sourceEventId", p.id, p."memberId", p.content from plain p where p.known_id is null order by p.n
      on conflict do nothing returning event_id),
    stored as (
      insert into event.member_event (id, member_id, correlation_id, action_id, version, origin, device_id, ip, attributes, context)
      select c.id, c."memberId", c.id, c.action_id, c.known_version, 1, c.context ->> 'deviceId', c.context ->> 'ip', c.attributes || coalesce(c.masked, '{}'), c.context
        from checked c join claimed k on k.event_id = c.id order by c.n),
    kept_apart as (
      insert into event.personal_value (event_id, name, side, member_id, kind, value, hash)
      select c.id, p.name, p.side, c."memberId", p.kind, p.value, event.hash_of(p.kind || ':' || p.value)
        from checked c join claimed k on k.event_id = c.id
        cross join lateral jsonb_to_recordset(c.personal) p(name text, side text, kind text, value text))
    select c.n, c."sourceEventId", c."memberId", c.action, c.version, c.attributes, c.context, c."occurredAt", k.event_id as stored_id, p.known_id
      from checked c left join claimed k on k.event_id = c.id left join plain p on p.n = c.n order by c.n
  loop
    n := r.n; event_id := coalesce(r.stored_id, r.known_id); is_new := r.stored_id is not null; field := null; rule := null; way_out := null;
    if event_id is null then
      begin
        select s.event_id, s.is_new into event_id, is_new
          from event.store_event(r."memberId", r.action, r.attributes, r.context, r."occurredAt", r.version, source, r."sourceEventId", null, null, '{}', null, 1::smallint) s;
      exception when sqlstate 'MS400' or sqlstate 'MS409' then
        get stacked diagnostics field = column_name, rule = message_text, way_out = pg_exception_hint;
        event_id := null; is_new := null;
      end;
    end if;
    return next;
  end loop;
end $$;
revoke all on function event.import_events from public;

-- SQS takes the characters of XML 1.0 alone. PostgreSQL stores two more and writes them as they are: U+FFFE and U+FFFF. In a body they are
-- escaped, which says the same.
create or replace function event.in_sendable_characters(body text) returns text language sql immutable strict parallel safe as $$
  select replace(replace(body, U&'\FFFE', '\ufffe'), U&'\FFFF', '\uffff')
$$;
revoke all on function event.in_sendable_characters from public;
grant execute on function event.in_sendable_characters to memberscope_web, memberscope_worker;

create or replace function event.internal_body(e event.member_event, action text) returns text language sql stable as $$
  select event.in_sendable_characters(jsonb_build_object('eventId', e.id, 'memberId', e.member_id, 'action', action, 'version', e.version,
  'changed', (select coalesce(jsonb_agg(k order by k), '[]') from jsonb_object_keys(e.attributes) k),
  'attributes', e.attributes, 'context', e.context,
  'occurredAt', to_char(uuid_extract_timestamp(e.id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'correlationId', e.correlation_id, 'causationId', e.causation_id)::text)
$$;
revoke all on function event.internal_body from public;
grant execute on function event.internal_body to memberscope_web, memberscope_worker;

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
grant execute on function event.leaves to memberscope_web;

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
grant execute on function event.leaves_of_any to memberscope_web;

-- The promoted attributes of an event that are left out of its SNS attributes, each with why.
create or replace function event.left_out_of(attributes jsonb, properties jsonb) returns table (name text, why text) language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select p.key, event.unpromotable(attributes -> p.key -> 'to') from jsonb_each(properties) p
   where p.value -> 'promote' = 'true' and event.unpromotable(attributes -> p.key -> 'to') is not null
$$;
revoke all on function event.left_out_of from public;

-- What may be shown of a normalized personal value: phone its first three and last four digits, e-mail the first letters of name and domain, name its
-- first character, address its first two words.
create or replace function event.mask(kind text, value text) returns text language plpgsql immutable strict set search_path = pg_catalog, pg_temp as $$
declare digits text;
begin
  case kind
    when 'phone' then
      digits := case when value like '+82%' then '0' || substr(value, 4) else substr(value, 2) end;
      return case when value like '+82%' then '' else '+' end || left(digits, 3) || '-****-' || right(digits, 4);
    when 'email' then return left(value, 1) || '***@' || left(split_part(value, '@', 2), 1) || '***';
    when 'name' then return left(value, 1) || '**';
    when 'address' then return split_part(value, ' ', 1) || ' ' || split_part(value, ' ', 2) || ' ***';
  end case;
end $$;
revoke all on function event.mask from public;
grant execute on function event.mask to memberscope_web;

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

-- The SNS attributes of an event's message in a layer, target ALL; a resend replaces target and adds replay and attempt.
create or replace function event.message_attributes_of(e event.member_event, layer text) returns jsonb language sql stable as $$
  select (
  select jsonb_build_object('layer', jsonb_build_object('Type', 'String', 'Value', layer),
                            'action', jsonb_build_object('Type', 'String', 'Value', a.name),
                            'target', jsonb_build_object('Type', 'String', 'Value', 'ALL'))
    || case when e.attributes = '{}' then '{}' else jsonb_build_object('changed', jsonb_build_object('Type', 'String.Array', 'Value',
         (select jsonb_agg(k order by k)::text from jsonb_object_keys(e.attributes) k))) end
    || (select coalesce(jsonb_object_agg(p.key, jsonb_build_object(
                 'Type', case when jsonb_typeof(e.attributes -> p.key -> 'to') = 'number' then 'Number' else 'String' end,
                 'Value', e.attributes -> p.key ->> 'to')), '{}')
          from jsonb_each(v.schema -> 'properties') p
         where p.value -> 'promote' = 'true' and jsonb_typeof(e.attributes -> p.key -> 'to') in ('string', 'number', 'boolean')
           and event.unpromotable(e.attributes -> p.key -> 'to') is null)
    || e.message_attributes
    from event.action a join event.action_version v on v.action_id = a.id and v.version = e.version
   where a.id = e.action_id)
$$;
revoke all on function event.message_attributes_of from public;
grant execute on function event.message_attributes_of to memberscope_web, memberscope_worker;

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
      if v not like '+%' then v := '+' || v; end if;
      if v like '+820%' then v := '+82' || substr(v, 5); end if;
      return case when v ~ '^\+[1-9][0-9]{7,14}$' then v end;
    when 'email' then return case when v ~ '^[^@ ]+@[^@ ]+\.[^@ ]+$' and octet_length(v) <= 254 then lower(v) end;
    when 'name', 'address' then return case when v <> '' and octet_length(v) <= 1024 then v end;
  end case;
end $$;
revoke all on function event.normalize_personal from public;
grant execute on function event.normalize_personal to memberscope_domain_writer, memberscope_worker, memberscope_web;

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
grant execute on function event.number_token to memberscope_web;

-- The same for a number in jsonb, worked out in place for all but the largest and the smallest.
create or replace function event.plain_number_token(value jsonb) returns text language sql immutable parallel safe as $$
  select case when value::numeric = 0 or abs(value::numeric) between 1e-300 and 4e9
            then 'n:' || trunc(1e6::float8 * (5e9::float8 + value::numeric::float8))::bigint
            else event.number_token(value::text) end
$$;
revoke all on function event.plain_number_token from public;
grant execute on function event.plain_number_token to memberscope_web;

-- For any language, inside the caller's transaction: live, and due for sending as soon as the transaction commits.
create or replace function event.record_member_event(
  member_id text, action text, attributes jsonb, context jsonb default '{}', occurred_at timestamptz default null, version smallint default null,
  source text default null, source_event_id text default null, correlation_id uuid default null, causation_id uuid default null,
  message_attributes jsonb default '{}') returns uuid language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select s.event_id from event.store_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, interval '0', 0::smallint) s
$$;
revoke all on function event.record_member_event from public;
grant execute on function event.record_member_event to memberscope_domain_writer, memberscope_web, memberscope_worker;

-- Functions of the event storage. Refusals carry SQLSTATE MS400 (bad input) or MS409 (conflict), the field in COLUMN and the way out in HINT.

create or replace function event.refuse(field text, rule text, way_out text, code text default 'MS400') returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = code, message = field || ': ' || rule, column = field, hint = way_out;
end $$;
revoke all on function event.refuse from public;

-- The producer's own id is a key: too long a one broke the index with PostgreSQL's words, and an empty one made all events without an id one event.
create or replace function event.refuse_source_event() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if octet_length(new.source) not between 1 and 200 then
    perform event.refuse('source', 'must have 1 to 200 bytes', 'Give a short name of the producing system.');
  end if;
  perform event.refuse('sourceEventId', 'must have 1 to 1000 bytes', 'Give the producer''s own id of the event, or leave out source and sourceEventId.');
  return new;
end $$;
revoke all on function event.refuse_source_event from public;

-- What PostgreSQL stores, every receiver must be able to read: deep nesting ends the stack of JSON readers, and a number beyond a double's is
-- infinity to them. Both are refused when stored, with the field named. Imported events are never sent, and are left as they were.
create or replace function event.refuse_unreadable() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare field text; value jsonb;
begin
  for field, value in values ('attributes', new.attributes), ('context', new.context) loop
    if jsonb_path_exists(value, 'strict $.**{101}') then
      perform event.refuse(field, 'is nested deeper than 100 levels', 'Flatten it, or store it elsewhere and refer to it.');
    end if;
    if jsonb_path_exists(value, 'strict $.** ? (@ > 1.7976931348623157e308 || @ < -1.7976931348623157e308)') then
      perform event.refuse(field, 'holds a number beyond 1.7976931348623157e308', 'Write it as text.');
    end if;
  end loop;
  return new;
end $$;
revoke all on function event.refuse_unreadable from public;

-- What was given up becomes due again, as if it had never been tried: a bounded number at a time, oldest first. The web process itself may not
-- touch what waits. Locks are taken in the recorder's order, and what the recorder or the sender holds is theirs.
create or replace function event.retry_parked(p_layer smallint, p_limit int) returns int language sql security definer set search_path = pg_catalog, pg_temp
as $$
  with parked as (
    select p.event_id, p.layer from event.pending p
     where p.layer = p_layer and p.parked_at is not null
     order by p.event_id limit p_limit for update skip locked),
  due as (
    update event.pending p
       set parked_at = null, attempts = 0, last_error = null, next_at = clock_timestamp()
      from parked where p.event_id = parked.event_id and p.layer = parked.layer
    returning 1)
  select count(*)::int from due
$$;
revoke all on function event.retry_parked from public;
grant execute on function event.retry_parked to memberscope_web;

create or replace function event.reveal_personal(event_id uuid, name text, side char(1)) returns text language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.value from event.personal_value p where p.event_id = $1 and p.name = $2 and p.side = $3
$$;
revoke all on function event.reveal_personal from public;
grant execute on function event.reveal_personal to memberscope_web;

-- For a process that publishes after its own commit: sent by the loop only when that has not been recorded within the layer's threshold.
-- Gives the message as it is to be published.
create or replace function event.store_application_event(
  member_id text, action text, attributes jsonb, context jsonb default '{}', occurred_at timestamptz default null, version smallint default null,
  source text default null, source_event_id text default null, correlation_id uuid default null, causation_id uuid default null,
  message_attributes jsonb default '{}', out event_id uuid, out body text, out sns_attributes jsonb, out is_new boolean)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select s.event_id, s.body, s.sns_attributes, s.is_new from event.store_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null, 0::smallint) s
$$;
revoke all on function event.store_application_event from public;
grant execute on function event.store_application_event to memberscope_web, memberscope_worker;

-- Stores one event: every refusal, masks, hashes, the event row, what is to be published, and the producer's id. Owner only; the wrappers below are what others call.
create or replace function event.store_event(
  member_id text, action text, attributes jsonb, context jsonb, occurred_at timestamptz, version smallint, source text, source_event_id text,
  correlation_id uuid, causation_id uuid, message_attributes jsonb, due_after interval, origin smallint,
  out event_id uuid, out body text, out sns_attributes jsonb, out is_new boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  act event.action; ver event.action_version; e event.member_event; name text; side text; kind text; clear text; known event.source_event;
  masked jsonb; content bytea; personal jsonb[] := '{}'; p jsonb; props jsonb; ip_value text; device_value text;
begin
  if store_event.member_id is null or octet_length(store_event.member_id) not between 1 and 64 then
    perform event.refuse('memberId', 'must have 1 to 64 bytes', 'Give the member''s identifier, or ''unknown'' when no account was recognised.');
  end if;
  if store_event.action is null then perform event.refuse('action', 'must be given', 'Give the name of an action in the event catalog.'); end if;
  select * into act from event.action a where a.name = store_event.action;
  if act.id is null then
    perform event.refuse('action', 'there is no action "' || left(store_event.action, 100) || '" in the event catalog', 'Correct the name, or push a catalog that has it.');
  end if;
  select * into ver from event.action_version v where v.action_id = act.id and v.version = coalesce(store_event.version, act.current_version);
  if ver.action_id is null then
    perform event.refuse('version', act.name || ' has no version ' || store_event.version, 'Leave it out for version ' || act.current_version || ', or push that version.');
  end if;
  attributes := coalesce(attributes, '{}'); context := coalesce(context, '{}'); message_attributes := coalesce(message_attributes, '{}');
  if jsonb_typeof(store_event.attributes) <> 'object' then perform event.refuse('attributes', 'must be an object', 'Write {"name": {"from": old, "to": new}}.'); end if;
  if jsonb_typeof(store_event.context) <> 'object' then perform event.refuse('context', 'must be an object', 'Write {"deviceId": "...", "ip": "..."}.'); end if;
  if jsonb_typeof(store_event.message_attributes) <> 'object' then perform event.refuse('messageAttributes', 'must be an object', 'Give {"name": {"Type": "String", "Value": "..."}}.'); end if;
  props := coalesce(ver.schema -> 'properties', '{}');
  for name in select jsonb_object_keys(store_event.attributes) loop
    perform event.check_attribute(name, store_event.attributes -> name, props -> name, act.name);
  end loop;
  for name in select jsonb_array_elements_text(coalesce(ver.schema -> 'required', '[]')) loop
    if not store_event.attributes ? name then perform event.refuse('attributes.' || name, 'is required for ' || act.name, 'Give it as {"from": old, "to": new}.'); end if;
  end loop;
  foreach name in array array['deviceId', 'ip'] loop
    if store_event.context ? name and (jsonb_typeof(store_event.context -> name) <> 'string' or store_event.context ->> name = ''
       or octet_length(store_event.context ->> name) > (case name when 'ip' then 45 else 128 end)) then
      perform event.refuse('context.' || name, 'must be text of 1 to ' || case name when 'ip' then 45 else 128 end || ' bytes', 'Correct it, or leave it out when it is not known.');
    end if;
  end loop;
  device_value := store_event.context ->> 'deviceId'; ip_value := store_event.context ->> 'ip';
  if store_event.occurred_at is not null then
    if store_event.occurred_at > clock_timestamp() + interval '5 minutes' then
      perform event.refuse('occurredAt', 'lies more than five minutes in the future', 'Correct the clock or the time zone of the producer.');
    end if;
    if not exists (select from event.partition_range r where store_event.occurred_at >= (r.from_day::timestamp at time zone 'UTC') and store_event.occurred_at < (r.to_day::timestamp at time zone 'UTC')) then
      perform event.refuse('occurredAt', 'lies before the oldest partition', 'Add the partitions of that time first (event.add_quarters), or correct the time.');
    end if;
  end if;
  if (store_event.source is null) <> (store_event.source_event_id is null) then
    perform event.refuse('sourceEventId', 'source and sourceEventId go together', 'Give both or neither.');
  end if;

  event_id := case when store_event.occurred_at is null then uuidv7() else event.id_at(store_event.occurred_at) end;
  is_new := true;
  if store_event.source is not null then
    content := event.hash_of(jsonb_build_array(store_event.member_id, act.name, ver.version, store_event.attributes, store_event.context, extract(epoch from store_event.occurred_at),
      store_event.correlation_id, store_event.causation_id, store_event.message_attributes)::text);
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

  masked := store_event.attributes;
  for name, kind in select q.key, q.value ->> 'personal' from jsonb_each(props) q where q.value ? 'personal' and store_event.attributes ? q.key loop
    foreach side in array array['from', 'to'] loop
      continue when coalesce(jsonb_typeof(store_event.attributes -> name -> side), 'null') = 'null';
      clear := event.normalize_personal(kind, store_event.attributes -> name ->> side);
      if clear is null then
        perform event.refuse('attributes.' || name || '.' || side, 'is not a valid ' || kind, case kind when 'phone' then 'Write it like 010-1234-5678 or +82 10 1234 5678.' when 'email' then 'Write it like name@example.com.' else 'Give 1 to 1024 bytes of text.' end);
      end if;
      masked := jsonb_set(masked, array[name, side], to_jsonb(event.mask(kind, clear)));
      personal := personal || jsonb_build_object('name', name, 'side', left(side, 1), 'kind', kind, 'value', clear);
    end loop;
  end loop;

  insert into event.member_event (id, member_id, correlation_id, causation_id, action_id, version, origin, device_id, ip, attributes, context, message_attributes)
  values (store_event.event_id, store_event.member_id, coalesce(store_event.correlation_id, store_event.event_id), store_event.causation_id, act.id, ver.version, coalesce(store_event.origin, 0::smallint),
          device_value, ip_value, masked, store_event.context, store_event.message_attributes)
  returning * into e;
  foreach p in array personal loop
    insert into event.personal_value values (e.id, p ->> 'name', p ->> 'side', e.member_id, p ->> 'kind', p ->> 'value', event.hash_of((p ->> 'kind') || ':' || (p ->> 'value')));
  end loop;
  body := event.internal_body(e, act.name);
  sns_attributes := event.message_attributes_of(e, 'internal');
  perform event.check_message_attributes(store_event.message_attributes, sns_attributes);
  if props @? '$.* ? (@.promote == true)' then
    insert into event.left_out (event_id, member_id, name, why) select e.id, e.member_id, l.name, l.why from event.left_out_of(e.attributes, props) l;
  end if;
  -- 256 KiB for body and attributes together, 1 KiB of it kept for target, replay and attempt.
  if octet_length(body) + (select sum(octet_length(a.key) + octet_length(a.value ->> 'Type') + octet_length(a.value ->> 'Value')) from jsonb_each(sns_attributes) a) > 261120 then
    perform event.refuse('attributes', 'the message would be larger than 255 KiB, SNS takes 256 KiB with its attributes', 'Store large values elsewhere and refer to them.');
  end if;
  if e.origin = 0 then
    insert into event.pending (event_id, layer, stored_at, next_at)
    select e.id, c.layer, e.stored_at, e.stored_at + case when c.layer = 1 then coalesce(store_event.due_after, c.unpublished_after) else c.unpublished_after end
      from event.layer_control c where c.layer = 1 or ver.external;
  end if;
end $$;
revoke all on function event.store_event from public;

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
  left join event.publication i on i.event_id = e.id and i.layer = 1
  left join event.publication x on x.event_id = e.id and x.layer = 2
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

create trigger guard_action_version before update on event.action_version for each row
  when (old.schema is distinct from new.schema or old.external is distinct from new.external or old.version is distinct from new.version or old.action_id is distinct from new.action_id)
  execute function event.guard_action_version();

create trigger refuse_source_event before insert on event.source_event for each row
  when (octet_length(new.source) not between 1 and 200 or octet_length(new.source_event_id) not between 1 and 1000)
  execute function event.refuse_source_event();

create trigger refuse_unreadable before insert on event.member_event for each row
  when (new.origin = 0 and (
    jsonb_path_exists(new.attributes, 'strict $.**{101}') or jsonb_path_exists(new.context, 'strict $.**{101}')
    or jsonb_path_exists(new.attributes, 'strict $.** ? (@ > 1.7976931348623157e308 || @ < -1.7976931348623157e308)')
    or jsonb_path_exists(new.context, 'strict $.** ? (@ > 1.7976931348623157e308 || @ < -1.7976931348623157e308)')))
  execute function event.refuse_unreadable();

do $$ begin call event.add_quarters(current_date, (current_date + interval '2 years')::date); end $$;
