-- Functions of the event storage. Refusals carry SQLSTATE MS400 (bad input) or MS409 (conflict), the field in COLUMN and the way out in HINT.

create or replace function event.refuse(field text, rule text, way_out text, code text default 'MS400') returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = code, message = field || ': ' || rule, column = field, hint = way_out;
end $$;
revoke all on function event.refuse from public;
