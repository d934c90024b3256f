-- The comparable form of a personal value, null of what is not valid of its kind. What is written as nearly all write it is said here, in a statement
-- that inlines it; everything else by event.unusual_personal, which gives the same for these (a test holds both equal).
create or replace function event.normalize_personal(kind text, value text) returns text language sql immutable as $$
  select case
    when kind = 'phone' and value ~ '^01[016789]-?[0-9]{3,4}-?[0-9]{4}$' then '+82' || substr(replace(value, '-', ''), 2)
    when kind = 'email' and value ~ '^[a-z0-9._+-]{1,64}@[a-z0-9.-]{1,64}\.[a-z0-9-]{1,64}$' then value
    else event.unusual_personal(kind, value) end
$$;
revoke all on function event.normalize_personal from public;
grant execute on function event.normalize_personal to memberscope_domain_writer, memberscope_worker, memberscope_web;
