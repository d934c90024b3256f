-- Tries to sign in by lane (an account, an address, one account at one address, one known browser), each with the moment from which the next may be
-- looked at; see drizzle/schema/staff/sign-in-try.ts. They replace the lock that anybody could put on anybody's account.
create table staff.sign_in_try (
  lane text primary key check (octet_length(lane) = 43),
  failures int not null default 0,
  tried_at timestamptz not null default clock_timestamp(),
  next_at timestamptz not null default clock_timestamp());
alter table staff.account drop column failed_logins, drop column locked_until;

-- Browsers in which somebody has signed in, for tries in them not to wait behind those of strangers.
create table staff.known_browser (
  token_hash bytea not null check (octet_length(token_hash) = 32), account_id uuid not null references staff.account,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (token_hash, account_id));

-- Numbers that the installation's admins set, within bounds.
create table staff.threshold (
  name text primary key, value int not null, standard int not null, lowest int not null, highest int not null,
  constraint within_bounds check (value between lowest and highest and standard between lowest and highest));
insert into staff.threshold (name, standard, value, lowest, highest) values
  ('session-idle-minutes', 15, 15, 1, 60), ('session-hours', 8, 8, 1, 24), ('sessions-per-person', 3, 3, 1, 10), ('proof-minutes', 5, 5, 1, 60);

-- Sessions are opened, found, proved and ended by functions alone: whoever reads the web's memory of SQL finds no token's hash.
alter table staff.session add column id uuid not null unique default uuidv7(), add column proved_at timestamptz not null default clock_timestamp();
revoke all on staff.session from memberscope_web;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- Ends the session of this token at once.
create or replace function staff.end_session(token_hash bytea) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update staff.session s set ended_at = clock_timestamp() where s.token_hash = $1 and s.ended_at is null
$$;
revoke all on function staff.end_session from public;
grant execute on function staff.end_session to memberscope_web;

-- Who has this session: no row when it is unknown, ended, too old or untouched for too long, or its account disabled. Only what a person does keeps it
-- alive; that is written down once a minute. `proved` says whether the person has shown who they are a short time ago.
create or replace function staff.find_session(token_hash bytea, acts boolean)
returns table (account_id uuid, login text, name text, role text, proved boolean)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with found as (
    select s.token_hash, s.last_seen_at, s.proved_at, a.id, a.login, a.name, a.role
      from staff.session s join staff.account a on a.id = s.account_id
     where s.token_hash = $1 and s.ended_at is null and a.disabled_at is null
       and s.last_seen_at > clock_timestamp() - make_interval(mins => staff.threshold_of('session-idle-minutes'))
       and s.created_at > clock_timestamp() - make_interval(hours => staff.threshold_of('session-hours'))),
  touched as (
    update staff.session s set last_seen_at = clock_timestamp() from found f
     where s.token_hash = f.token_hash and $2 and f.last_seen_at < clock_timestamp() - interval '1 minute')
  select f.id, f.login, f.name, f.role, f.proved_at > clock_timestamp() - make_interval(mins => staff.threshold_of('proof-minutes')) from found f
$$;
revoke all on function staff.find_session from public;
grant execute on function staff.find_session to memberscope_web;

-- The enabled account of a login, with what its password is compared with, and whether somebody has signed in to it in this browser.
create or replace function staff.find_sign_in(login text, browser_hash bytea)
returns table (account_id uuid, name text, role text, password_hash text, knows_browser boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.id, a.name, a.role, a.password_hash,
         exists (select from staff.known_browser b where b.token_hash = $2 and b.account_id = a.id and b.seen_at > clock_timestamp() - interval '180 days')
    from staff.account a where a.login = $1 and a.disabled_at is null
$$;
revoke all on function staff.find_sign_in from public;
grant execute on function staff.find_sign_in to memberscope_web;

-- Sessions end within a day; who signed in when stands in the access records. Without this they, the tries and the known browsers would only ever grow.
create or replace function staff.forget_sessions() returns void language sql security definer set search_path = pg_catalog, pg_temp
as $$
  delete from staff.session where created_at < clock_timestamp() - interval '30 days';
  delete from staff.sign_in_try where tried_at < clock_timestamp() - interval '1 day';
  delete from staff.known_browser where seen_at < clock_timestamp() - interval '180 days'
$$;
revoke all on function staff.forget_sessions from public;
grant execute on function staff.forget_sessions to memberscope_worker;

-- The password of a try was right: the first lane, which is the person's own, begins anew; the others lose this try alone.
create or replace function staff.forgive_sign_in(lanes text[]) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update staff.sign_in_try t
     set failures = case when t.lane = lanes[1] then 0 else greatest(t.failures - 1, 0) end,
         next_at = case when t.lane = lanes[1] then clock_timestamp() else t.next_at end
   where t.lane in (select s.lane from staff.sign_in_try s where s.lane = any (lanes) order by s.lane for update)
$$;
revoke all on function staff.forgive_sign_in from public;

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

-- Counts a try to sign in as failed before its password is looked at, and gives its turn: how long it has to wait for it, in milliseconds. In each lane the
-- first `free` tries have no gap between them; each further one doubles the gap after it, from a second to `longest_ms`. A try that would wait longer
-- than `patience_ms` is not taken and changes nothing. A lane untried for an hour begins anew. `failures` are those of the last lane.
create or replace function staff.take_sign_in_turn(lanes text[], free int[], longest_ms int[], patience_ms int)
returns table (taken boolean, wait_ms int, failures int)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  moment timestamptz;
  turn timestamptz;
begin
  insert into staff.sign_in_try (lane) select l from unnest(lanes) l order by l on conflict do nothing;
  -- Always in one order, so that tries that come side by side wait for each other and never in a circle.
  perform from staff.sign_in_try t where t.lane = any (lanes) order by t.lane for update;
  moment := clock_timestamp();
  select greatest(moment, max(t.next_at)) into turn from staff.sign_in_try t where t.lane = any (lanes);
  wait_ms := ceil(extract(epoch from turn - moment) * 1000);
  taken := wait_ms <= patience_ms;
  if taken then
    update staff.sign_in_try t
       set failures = n.failures, tried_at = moment,
           next_at = turn + case when n.failures < n.free then interval '0'
                                 else make_interval(secs => least(n.longest_ms, 1000 * 2 ^ least(n.failures - n.free, 20)) / 1000.0) end
      from (select l.lane, l.free, l.longest_ms, case when o.tried_at < moment - interval '1 hour' then 1 else o.failures + 1 end as failures
              from unnest(lanes, free, longest_ms) l (lane, free, longest_ms) join staff.sign_in_try o on o.lane = l.lane) n
     where t.lane = n.lane;
  end if;
  select t.failures into failures from staff.sign_in_try t where t.lane = lanes[cardinality(lanes)];
  return next;
end $$;
revoke all on function staff.take_sign_in_turn from public;
grant execute on function staff.take_sign_in_turn to memberscope_web;

-- A number that the installation's admins set; null for a name that there is not.
create or replace function staff.threshold_of(name text) returns int language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.value from staff.threshold t where t.name = $1
$$;
revoke all on function staff.threshold_of from public;
grant execute on function staff.threshold_of to memberscope_web, memberscope_worker;

set local check_function_bodies = on;

-- End of functions and views.
