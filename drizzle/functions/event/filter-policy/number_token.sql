-- What an SNS filter policy sees of a message, as typed tokens: the same that server/filter-policy/message-leaves.ts makes.
-- s: a string, n: a number by its key (six decimals, the arithmetic of doubles), x: a number beyond five billion as it is spelled, l: true, false, null.

create or replace function event.number_token(spelled text) returns text language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
declare exact numeric; near float8;
begin
  if spelled !~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$' then return null; end if;
  if pg_input_is_valid(spelled, 'numeric') then
    exact := spelled::numeric;
    -- Outside these bounds the cast to float8 would be an error.
    near := case when abs(exact) > 1e10 then null when abs(exact) < 1e-300 then 0 else exact::float8 end;
  end if;
  if near is null or abs(near) > 5e9 then return 'x:' || spelled; end if;
  return 'n:' || trunc(1e6::float8 * (5e9::float8 + near))::bigint;
end $$;
revoke all on function event.number_token from public;
grant execute on function event.number_token to memberscope_web, memberscope_worker;
