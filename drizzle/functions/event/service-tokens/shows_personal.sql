-- Whether a token with these fields reveals personal values: every field does that is not known to reveal none, those of an adopter's own view among them.
create or replace function event.shows_personal(fields text[]) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select not (fields <@ array['state', 'joinedAt', 'objections'])
$$;
revoke all on function event.shows_personal from public;
