-- The stop switch has two settings, and who does not answer is kept where every process and the console read it.
alter table event.layer_control add column stop_scope text check (stop_scope in ('jobs', 'everything'));
update event.layer_control set stop_scope = 'everything' where stopped_at is not null;
alter table event.layer_control add constraint a_stop_has_its_scope check ((stop_scope is null) = (stopped_at is null));
grant update (stop_scope) on event.layer_control to memberscope_web;

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

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

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

-- For a process that publishes after its own commit: sent by the loop only when that has not been recorded within the layer's threshold.
-- Gives the message as it is to be published; no message while the layer's sending is left to the loop, for which the event is due at once.
create or replace function event.store_application_event(
  member_id text, action text, attributes jsonb, context jsonb default '{}', occurred_at timestamptz default null, version smallint default null,
  source text default null, source_event_id text default null, correlation_id uuid default null, causation_id uuid default null,
  message_attributes jsonb default '{}', out event_id uuid, out body text, out sns_attributes jsonb, out is_new boolean)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select s.event_id, case when not l.is_left then s.body end, case when not l.is_left then s.sns_attributes end, s.is_new
    from (select event.is_left_to_sender(1::smallint) as is_left) l
   cross join lateral event.store_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when l.is_left then interval '0' end, 0::smallint) s
$$;
revoke all on function event.store_application_event from public;
grant execute on function event.store_application_event to memberscope_web, memberscope_worker;

set local check_function_bodies = on;

-- End of functions and views.
