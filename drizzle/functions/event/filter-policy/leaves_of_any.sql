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
