-- The identity provider has seen the person of this session again. outcome: proved, other (it names somebody else), stale (it has not asked again), over (the session is).
create or replace function staff.prove_provider_session(token_hash bytea, issuer text, subject text, auth_time timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who staff.account;
begin
  select a.* into who from staff.find_session(token_hash, true) f join staff.account a on a.id = f.account_id;
  if who.id is null then return 'over'; end if;
  if (who.issuer, who.subject) is distinct from (prove_provider_session.issuer, prove_provider_session.subject) then return 'other'; end if;
  if auth_time < clock_timestamp() - make_interval(mins => staff.threshold_of('proof-minutes')) then return 'stale'; end if;
  update staff.session s set proved_at = least(auth_time, clock_timestamp()) where s.token_hash = prove_provider_session.token_hash;
  return 'proved';
end $$;
revoke all on function staff.prove_provider_session from public;
grant execute on function staff.prove_provider_session to memberscope_web;
