-- Staff orders to send events again: a job is one order, its items are its attempts.
drop table republish.item;
drop table republish.job;

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

create index inbox_job on event.inbox (delivery, event_id) where delivery <> 'live';

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

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

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

set local check_function_bodies = on;

-- End of functions and views.

create trigger item_inserted after insert on republish.item referencing new table as after_rows
  for each statement execute function republish.count_items();
create trigger item_updated after update on republish.item referencing old table as before_rows new table as after_rows
  for each statement execute function republish.count_items();
