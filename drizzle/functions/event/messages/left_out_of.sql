-- The promoted attributes of an event that are left out of its SNS attributes, each with why.
create or replace function event.left_out_of(attributes jsonb, promoted text[]) returns table (name text, why text) language sql immutable set search_path = pg_catalog, pg_temp as $$
  select n, event.unpromotable(attributes -> n -> 'to') from unnest(promoted) n where event.unpromotable(attributes -> n -> 'to') is not null
$$;
revoke all on function event.left_out_of from public;
