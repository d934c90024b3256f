-- What the demo's member system forgets of a member who is erased, in the transaction of the erasure.
create or replace function event.forget_profile(member_id text) returns void language sql set search_path = pg_catalog, pg_temp as $$
  update member.member m set name = '', phone = '', email = '', address = null where m.id = $1
$$;
