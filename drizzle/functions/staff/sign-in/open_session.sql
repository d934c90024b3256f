-- Opens a session of somebody whose password was right, or whom the identity provider named: ends the one that the browser had, and beyond so many of one
-- person those that were used longest ago; remembers the browser.
create or replace function staff.open_session(account_id uuid, token_hash bytea, old_hash bytea, browser_hash bytea, ip text, user_agent text, lanes text[])
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- One sign-in of a person after the other, so that none is left uncounted.
  perform from staff.account a where a.id = open_session.account_id and a.disabled_at is null for no key update;
  if not found then perform event.refuse('login', 'the account is disabled', 'Ask an admin.'); end if;
  update staff.session s set ended_at = clock_timestamp() where s.token_hash = old_hash and s.ended_at is null;
  insert into staff.session (token_hash, account_id, created_at, last_seen_at, proved_at, ip, user_agent)
  values (open_session.token_hash, open_session.account_id, clock_timestamp(), clock_timestamp(), clock_timestamp(), left(open_session.ip, 100), left(open_session.user_agent, 400));
  update staff.session s set ended_at = clock_timestamp()
   where s.token_hash in (
     select o.token_hash from staff.session o where o.account_id = open_session.account_id and o.ended_at is null
      order by o.last_seen_at desc, o.created_at desc offset staff.threshold_of('sessions-per-person'));
  insert into staff.known_browser as b (token_hash, account_id) values (browser_hash, open_session.account_id)
  on conflict on constraint known_browser_pkey do update set seen_at = clock_timestamp();
  perform staff.forgive_sign_in(lanes);
end $$;
revoke all on function staff.open_session from public;
grant execute on function staff.open_session to memberscope_web;
