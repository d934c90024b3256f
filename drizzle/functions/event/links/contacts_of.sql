-- The phone numbers and e-mail addresses of members, of their newest events, by the names that event.contact_of gives; at most max_each of a member.
create or replace function event.contacts_of(member_ids text[], max_each int) returns table (member_id text, kind text, hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct m.id, p.kind, encode(p.hash, 'hex') from unnest($1) m(id) cross join lateral (
    select v.kind, v.hash from event.personal_value v where v.member_id = m.id and v.kind in ('phone', 'email') order by v.event_id desc limit least($2, 1000)) p
$$;
revoke all on function event.contacts_of from public;
grant execute on function event.contacts_of to memberscope_web;
