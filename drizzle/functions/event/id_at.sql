-- A version 7 id whose time is t: milliseconds, then the microseconds in the 12 bits where uuidv7() keeps them, then random bits.
create or replace function event.id_at(t timestamptz) returns uuid language sql volatile parallel safe strict as $$
  select (lpad(to_hex(floor(extract(epoch from t) * 1000)::bigint), 12, '0') || '7'
  || lpad(to_hex(((floor(extract(epoch from t) * 1000000)::bigint % 1000) * 4096 / 1000)::bigint), 3, '0')
  || substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid
$$;
revoke all on function event.id_at from public;
