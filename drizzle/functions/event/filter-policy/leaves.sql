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
