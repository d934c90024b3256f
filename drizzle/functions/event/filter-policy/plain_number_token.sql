-- The same for a number in jsonb, worked out in place for all but the largest and the smallest.
create or replace function event.plain_number_token(value jsonb) returns text language sql immutable parallel safe as $$
  select case when value::numeric = 0 or abs(value::numeric) between 1e-300 and 4e9
            then 'n:' || trunc(1e6::float8 * (5e9::float8 + value::numeric::float8))::bigint
            else event.number_token(value::text) end
$$;
revoke all on function event.plain_number_token from public;
grant execute on function event.plain_number_token to memberscope_web, memberscope_worker;
