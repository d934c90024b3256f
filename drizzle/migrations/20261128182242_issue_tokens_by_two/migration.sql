alter table event.service_token
  add column created_by_id uuid references staff.account (id),
  add column reason text check (octet_length(reason) between 1 and 2000),
  add column ends_at timestamptz,
  add column needs_second boolean not null default false,
  add column approved_by text,
  add column approved_by_id uuid references staff.account (id),
  add column approved_at timestamptz,
  add column last_used_at timestamptz;
alter table event.service_token add check (approved_by_id <> created_by_id);
revoke insert, update on event.service_token from memberscope_web;
revoke insert (token_hash, subscriber_id, scope, created_by), update (revoked_at) on event.service_token from memberscope_web;
grant select (reason, ends_at, needs_second, approved_by, approved_at, last_used_at) on event.service_token to memberscope_web;
drop function event.token_holder(bytea);

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

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

-- What an outside system did with a message, told by the holder of its service token: once for each event and delivery, the first word stands.
-- Subscriber null: the token is not in force; member null: no such event.
create or replace function event.report_handled(p_token_hash bytea, p_event_id uuid, p_delivery text, p_outcome text, out subscriber_id text, out member_id text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select t.subscriber_id into subscriber_id from event.token_in_force(p_token_hash) t;
  if subscriber_id is null then return; end if;
  select e.member_id into member_id from event.member_event e where e.id = p_event_id;
  if member_id is null then return; end if;
  insert into event.inbox (handler, event_id, member_id, delivery, outcome) values (report_handled.subscriber_id, p_event_id, report_handled.member_id, p_delivery, p_outcome)
  on conflict do nothing;
end $$;
revoke all on function event.report_handled from public;
grant execute on function event.report_handled to memberscope_web;

-- Lets a service token take effect that another admin has asked for. outcome: approved, same person, unknown (none that waits).
create or replace function event.approve_service_token(acting bytea, token_id uuid, out outcome text, out subscriber_id text, out scope text[], out asked_by text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  token event.service_token;
begin
  select * into who from staff.acting_admin(acting, null, null);
  if acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  select * into token from event.service_token t
   where t.id = approve_service_token.token_id and t.needs_second and t.approved_at is null and t.revoked_at is null and t.ends_at > clock_timestamp() for update;
  subscriber_id := token.subscriber_id;
  scope := token.scope;
  asked_by := token.created_by;
  outcome := case when token.id is null then 'unknown' when token.created_by_id is not distinct from who.account_id then 'same person' else 'approved' end;
  if outcome <> 'approved' then return; end if;
  update event.service_token t set approved_by = who.login, approved_by_id = who.account_id, approved_at = clock_timestamp() where t.id = token.id;
  insert into staff.setting_change (account_id, login, subject, name, what, after)
  values (who.account_id, who.login, 'token', 'service: ' || token.subscriber_id, 'approved', array_to_string(token.scope, ', '));
end $$;
revoke all on function event.approve_service_token from public;
grant execute on function event.approve_service_token to memberscope_web;

-- Makes a service token for a subscriber by order of an admin. One that reveals personal values opens nothing before another admin has approved it.
-- Gives no id where the subscriber belongs to the member system itself, which reads its own database.
create or replace function event.ask_service_token(acting bytea, subscriber_id text, token_hash bytea, scope text[], reason text, days int,
                                                   out token_id uuid, out ends_at timestamptz, out needs_second boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
begin
  select * into who from staff.acting_admin(acting, null, null);
  if acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  if days is null or days not between 1 and 365 then perform event.refuse('days', 'must be from 1 to 365', 'Choose fewer or more.'); end if;
  if exists (select from event.subscriber s where s.id = ask_service_token.subscriber_id and s.placement = 'internal' and s.policy_by = 'installation') then return; end if;
  needs_second := event.shows_personal(scope);
  ends_at := clock_timestamp() + make_interval(days => days);
  insert into event.service_token (token_hash, subscriber_id, scope, created_by, created_by_id, reason, ends_at, needs_second)
  values (ask_service_token.token_hash, ask_service_token.subscriber_id, ask_service_token.scope, who.login, who.account_id, ask_service_token.reason,
          ask_service_token.ends_at, ask_service_token.needs_second)
  returning id into token_id;
  insert into staff.setting_change (account_id, login, subject, name, what, after, reason)
  values (who.account_id, who.login, 'token', 'service: ' || ask_service_token.subscriber_id, case when needs_second then 'asked' else 'created' end,
          array_to_string(ask_service_token.scope, ', '), ask_service_token.reason);
end $$;
revoke all on function event.ask_service_token from public;
grant execute on function event.ask_service_token to memberscope_web;

-- Ends a service token, one that waits too; gives whose it was, null when there is no such one.
create or replace function event.revoke_service_token(acting bytea, token_id uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  owner text;
begin
  select * into who from staff.acting_admin(acting, null, null);
  if acting is null then perform event.refuse('session', 'this needs one', 'Sign in.'); end if;
  update event.service_token t set revoked_at = clock_timestamp() where t.id = revoke_service_token.token_id and t.revoked_at is null returning t.subscriber_id into owner;
  if owner is null then return null; end if;
  insert into staff.setting_change (account_id, login, subject, name, what) values (who.account_id, who.login, 'token', 'service: ' || owner, 'revoked');
  return owner;
end $$;
revoke all on function event.revoke_service_token from public;
grant execute on function event.revoke_service_token to memberscope_web;

-- Whether a token with these fields reveals personal values: every field does that is not known to reveal none, those of an adopter's own view among them.
create or replace function event.shows_personal(fields text[]) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select not (fields <@ array['state', 'joinedAt', 'objections'])
$$;
revoke all on function event.shows_personal from public;

-- Whose a service token is, what it may ask for, and who answers for it; no row when it is not in force. Its use is written down once a minute.
create or replace function event.token_holder(token_hash bytea) returns table (subscriber_id text, scope text[], issued_by text, approved_by text)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with found as (select f.* from event.token_in_force($1) f),
  used as (
    update event.service_token t set last_used_at = clock_timestamp() from found
     where t.token_hash = $1 and coalesce(t.last_used_at, '-infinity') < clock_timestamp() - interval '1 minute')
  select f.subscriber_id, f.scope, f.issued_by, f.approved_by from found f
$$;
revoke all on function event.token_holder from public;
grant execute on function event.token_holder to memberscope_web;

-- The holder of a service token that is in force, by its hash, with who issued and who approved it; no row when it is unknown, revoked, past its end, or still waits
-- for a second admin.
create or replace function event.token_in_force(token_hash bytea) returns table (subscriber_id text, scope text[], issued_by text, approved_by text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.subscriber_id, t.scope, t.created_by, t.approved_by
    from event.service_token t
   where t.token_hash = $1 and t.revoked_at is null and (t.ends_at is null or t.ends_at > clock_timestamp()) and (t.approved_at is not null or not t.needs_second)
$$;
revoke all on function event.token_in_force from public;

set local check_function_bodies = on;

-- End of functions and views.
