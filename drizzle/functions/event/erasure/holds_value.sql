-- Whether what somebody asked for (a kept search, a saved view, conditions) holds a value, however it was written: a phone number by its digits without
-- the country's. `whole`, and what is too short to be told from a part of other words: only as a whole text.
create or replace function event.holds_value(conditions jsonb, clear text, whole boolean) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(case
    -- A policy is kept as text: quotes within stand escaped.
    when whole or length(clear) <= 3 then position(lower(to_json(clear)::text) in lower(replace(conditions::text, '\"', '"'))) > 0
    else position(lower(clear) in lower(conditions::text)) > 0
      or (clear like '+82%' and position(substr(clear, 4) in regexp_replace(conditions::text, '[^0-9]', '', 'g')) > 0) end, false)
$$;
revoke all on function event.holds_value from public;
