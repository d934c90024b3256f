-- What storing asks of a version's JSON Schema, worked out once when it is pushed: which attributes are declared, required, personal (with
-- their kinds) and promoted; is_flat: none is an array or object; fault: a path that is true of attributes which break a declared type, enum or shape, hold
-- a number beyond a double's, or may be no change (from = to). Attributes of which it is not plainly false are looked at one by one (event.refuse_attributes,
-- event.no_changes).
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
    -- Lists and objects have no equality in a path.
    select 'exists(' || a.path || '.from) && exists(' || a.path || '.to)'
        || case when a.type in ('array', 'object') then '' else ' && ' || a.path || '.from == ' || a.path || '.to' end from attribute a
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
