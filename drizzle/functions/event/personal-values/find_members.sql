-- Which members have this phone number or e-mail address now.
create or replace function event.find_members(kind text, value text) returns setof text language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.member_id from event.member_profile m
   where ($1 = 'phone' and event.normalize_personal('phone', m.phone) = event.normalize_personal('phone', $2))
      or ($1 = 'email' and event.normalize_personal('email', m.email) = event.normalize_personal('email', $2)) limit 10
$$;
revoke all on function event.find_members from public;
grant execute on function event.find_members to memberscope_web;
