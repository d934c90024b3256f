-- The person of this session has shown again who they are; false when the session is over.
create or replace function staff.prove_session(token_hash bytea, lanes text[]) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update staff.session s set proved_at = clock_timestamp(), last_seen_at = clock_timestamp()
   where s.token_hash = prove_session.token_hash and s.ended_at is null;
  if found then perform staff.forgive_sign_in(lanes); end if;
  return found;
end $$;
revoke all on function staff.prove_session from public;
grant execute on function staff.prove_session to memberscope_web;
