create or replace function event.id_floor(t timestamptz) returns uuid language sql immutable parallel safe strict as $$
  select (lpad(to_hex(floor(extract(epoch from t) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;
revoke all on function event.id_floor from public;
grant execute on function event.id_floor to memberscope_web, memberscope_worker;
