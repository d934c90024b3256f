-- The promoted attributes of an event that are left out of its SNS attributes, each with why.
create or replace function event.left_out_of(attributes jsonb, properties jsonb) returns table (name text, why text) language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select p.key, event.unpromotable(attributes -> p.key -> 'to') from jsonb_each(properties) p
   where p.value -> 'promote' = 'true' and event.unpromotable(attributes -> p.key -> 'to') is not null
$$;
revoke all on function event.left_out_of from public;
