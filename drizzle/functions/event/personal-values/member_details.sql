-- The latest state for the holder of a service token: only fields in the token's scope. Subscriber null: the token is not in force; details null: no such member.
create or replace function event.member_details(token_hash bytea, member_id text, out subscriber_id text, out details jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare scope text[]; m event.member_profile;
begin
  select t.subscriber_id, t.scope into subscriber_id, scope from event.token_in_force(token_hash) t;
  if subscriber_id is null then return; end if;
  select * into m from event.member_profile p where p.member_id = member_details.member_id;
  if m.member_id is not null then
    details := jsonb_build_object('memberId', m.member_id)
      || (select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(
            jsonb_build_object('state', m.state, 'joinedAt', m.joined_at, 'name', m.name, 'phone', m.phone, 'email', m.email, 'address', m.address) || coalesce(m.details, '{}')) f
          where f.key = any(scope));
  end if;
end $$;
revoke all on function event.member_details from public;
grant execute on function event.member_details to memberscope_web;
