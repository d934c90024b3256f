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

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

drop function event.unfilterable(text,text);

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

-- The same for messages as they are stored, five times faster. Null when the message passes no policy but the empty one: a body that is no object, or no
-- attribute but Binary ones. A text that jsonb cannot hold (U+0000, half a surrogate pair) and nesting beyond 1,000 count as no object; none is stored.
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
     select case when m.kind = 'String' then json_build_array('s:' || replace(replace(m.value, '\', '\\'), '"', '\"'))
                 when m.kind = 'Number' and m.value ~ '^-?[0-9]{1,9}(\.[0-9]{1,9})?$' then json_build_array(event.number_token(m.value))
                 when m.kind = 'String.Array' and m.value ~ '^\["[^"\\[:cntrl:]]*"(, ?"[^"\\[:cntrl:]]*")*\]$'
                   then (select json_agg('s:' || t) from jsonb_array_elements_text(m.value::jsonb) t) end as list) tokens;
  return case when is_unusual then event.leaves_of_any(scope, attributes, body) else found end;
end $$;
revoke all on function event.leaves from public;
grant execute on function event.leaves to memberscope_web;

-- jsonb_object_agg takes the square of the length of an array that it is given: half a minute for a message with 64,000 values at one path. json_object_agg
-- and one cast do not.

-- Path to the tokens that stand there, of any message: nested names joined by dots, elements of arrays at the array's path, empty arrays and objects
-- nothing. It reads JSON as it is spelled, with keys that stand twice, and pays for that; event.leaves asks it for what is unusual only.
create or replace function event.leaves_of_any(scope text, attributes jsonb, body text) returns jsonb language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare is_body boolean := scope = 'MessageBody'; found jsonb; is_too_deep boolean;
begin
  if is_body then
    if body is null or not pg_input_is_valid(body, 'jsonb') or json_typeof(body::json) <> 'object' then return null; end if;
  elsif not exists (select from jsonb_each(attributes) a where split_part(a.value ->> 'Type', '.', 1) <> 'Binary') then
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
             when 'string' then 's:' || case when is_body then n.value #>> '{}' else regexp_replace(n.value #>> '{}', '(["\\])', '\\\1', 'g') end
             when 'number' then event.number_token(n.value #>> '{}')
             when 'boolean' then 'l:' || (n.value #>> '{}')
             when 'null' then 'l:null' end,
           n.depth >= 1000 and json_typeof(n.value) in ('object', 'array')
      from node n
    union all
    select a.name, case when a.kind = 'Number' then event.number_token(btrim(a.value, E' \t\n\r')) else 's:' || regexp_replace(a.value, '(["\\])', '\\\1', 'g') end, false
      from attribute a where a.kind not in ('Binary', 'String.Array'))
  select json_object_agg(at_path.path, at_path.tokens) filter (where at_path.tokens is not null)::jsonb, bool_or(at_path.is_too_deep) into found, is_too_deep
    from (select t.path, json_agg(t.value) filter (where t.value is not null) as tokens, bool_or(t.is_too_deep) as is_too_deep from token t group by t.path) at_path;
  return case when is_too_deep then null else coalesce(found, '{}') end;
end $$;
revoke all on function event.leaves_of_any from public;
grant execute on function event.leaves_of_any to memberscope_web;

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
