-- Every clear value that is known of a member, in events and in the profile.
create or replace function event.clear_values_of(member_id text) returns setof text language sql stable set search_path = pg_catalog, pg_temp as $$
  select p.value from event.personal_value p where p.member_id = $1
  union
  select c.clear from event.member_profile m
   cross join lateral (values ('name', m.name), ('phone', m.phone), ('email', m.email), ('address', m.address)) k(kind, given)
   cross join lateral (select event.normalize_personal(k.kind, k.given) as clear) c
   where m.member_id = $1 and c.clear is not null
$$;
revoke all on function event.clear_values_of from public;
