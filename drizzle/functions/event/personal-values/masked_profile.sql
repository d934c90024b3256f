-- The profile with its personal values masked: what the console shows.
create or replace function event.masked_profile(member_id text)
returns table (member_id text, state text, joined_at timestamptz, name text, phone text, email text, address text, details jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.member_id, m.state, m.joined_at, event.mask('name', event.normalize_personal('name', m.name)), event.mask('phone', event.normalize_personal('phone', m.phone)),
         event.mask('email', event.normalize_personal('email', m.email)), event.mask('address', event.normalize_personal('address', m.address)), m.details
    from event.member_profile m where m.member_id = $1
$$;
revoke all on function event.masked_profile from public;
grant execute on function event.masked_profile to memberscope_web;
