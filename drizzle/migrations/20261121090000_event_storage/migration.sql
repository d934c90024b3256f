-- The event storage. What a row of each table is, who writes it and which query each index serves stands in drizzle/schema/.
create schema event;
create schema if not exists extension;
create extension if not exists pgcrypto schema extension;
alter default privileges in schema event revoke execute on functions from public;

create function event.id_floor(t timestamptz) returns uuid language sql immutable parallel safe strict
return (lpad(to_hex(floor(extract(epoch from t) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid;

-- A version 7 id whose time is t: milliseconds, then the microseconds in the 12 bits where uuidv7() keeps them, then random bits.
create function event.id_at(t timestamptz) returns uuid language sql volatile parallel safe strict
return (lpad(to_hex(floor(extract(epoch from t) * 1000)::bigint), 12, '0') || '7'
  || lpad(to_hex(((floor(extract(epoch from t) * 1000000)::bigint % 1000) * 4096 / 1000)::bigint), 3, '0')
  || substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid;

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
  replay_rule text not null check (replay_rule in ('again', 'skip', 'if-recent', 'unknown')),
  created_at timestamptz not null default clock_timestamp());

create table event.service_token (
  token_hash bytea primary key, subscriber_id text not null references event.subscriber, scope text[] not null,
  created_at timestamptz not null default clock_timestamp(), revoked_at timestamptz);

-- Which days have partitions: written by add_partition alone, read when a time is given and by readiness.
create table event.partition_range (from_day date primary key, to_day date not null check (to_day > from_day));

create procedure event.add_partition(from_day date, to_day date) language plpgsql security definer set search_path = pg_catalog as $$
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

-- Quarters from the one that holds from_day up to and with the one that holds to_day.
create procedure event.add_quarters(from_day date, to_day date) language plpgsql security definer set search_path = pg_catalog as $$
declare q date := date_trunc('quarter', from_day)::date;
begin
  while q <= to_day loop
    if not exists (select from event.partition_range r where r.from_day = q) then
      call event.add_partition(q, (q + interval '3 months')::date);
    end if;
    q := (q + interval '3 months')::date;
  end loop;
end $$;

do $$ begin call event.add_quarters(current_date, (current_date + interval '2 years')::date); end $$;

create view event.member_event_status as
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

-- What the console and the details API know of a member beside its events. An adopter replaces this view over its own tables, with these columns:
-- the four personal ones in the clear (only functions of the owner read them), details = anything not personal.
create view event.member_profile as
select null::text as member_id, null::text as state, null::timestamptz as joined_at, null::text as name, null::text as phone, null::text as email,
       null::text as address, null::jsonb as details
 where false;
