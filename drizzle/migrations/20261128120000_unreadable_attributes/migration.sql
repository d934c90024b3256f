-- SNS takes at Publish what its filtering cannot read, and then drops the message for every subscription with a policy on attributes, whichever attribute
-- that names: a String whose value is not what stands between the quotes of a JSON string, a String.Array that is no JSON. Null when it can be read.
create function event.unfilterable(kind text, value text) returns text language sql immutable parallel safe set search_path = pg_catalog, pg_temp return
  case when kind in ('Number', 'Binary') then null
       when kind = 'String.Array' then case when not pg_input_is_valid(value, 'jsonb') then 'is a String.Array and no JSON' end
       when value !~ U&'["\\\\\0001-\001F]' then null
       when value ~ U&'[\0001-\001F]' then 'holds a control character such as a tab or a line break'
       when pg_input_is_valid('"' || value || '"', 'jsonb') then null
       when value ~ '(^|[^\\])(\\\\)*"' then 'holds a double quote that is not escaped'
       else 'holds a backslash that begins no escape of JSON' end;
revoke all on function event.unfilterable from public;
grant execute on function event.unfilterable to memberscope_web, memberscope_worker;

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
