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
