-- HTTPS addresses outside that workers may call, each for one purpose. The web writes a secret and cannot read it.
create table staff.registered_host (
  id uuid primary key default uuidv7(),
  purpose text not null check (purpose = any (array['watch'])),
  url text not null check (url ~ '^https://[a-z0-9.-]+(:[0-9]{1,5})?(/[^[:space:]]*)?$'), secret text not null,
  registered_by uuid not null references staff.account, registered_at timestamptz not null default clock_timestamp(), revoked_at timestamptz);
grant insert on staff.registered_host to memberscope_web;
grant select (id, purpose, url, registered_by, registered_at, revoked_at), update (revoked_at) on staff.registered_host to memberscope_web;
grant select on staff.registered_host to memberscope_worker;

-- A saved view or sequence with a threshold, and what a worker found by it. A find is unique by the event that crossed the threshold.
create table staff.watch (
  id uuid primary key default uuidv7(), account_id uuid not null references staff.account,
  view_id uuid not null references staff.saved_view on delete cascade,
  measure text not null check (measure in ('members', 'matches')), per text not null check (per in ('all', 'member', 'device', 'ip')),
  more_than integer not null check (more_than between 0 and 10000), window_s integer not null check (window_s between 60 and 2592000),
  audience text not null check (audience in ('private', 'team')), host_id uuid references staff.registered_host,
  paused_at timestamptz, made_at timestamptz not null default clock_timestamp(),
  looked_at timestamptz, looked_to timestamptz not null,
  failing_since timestamptz, failure text check (failure in ('owner', 'view', 'slow', 'many')));
create index watch_view on staff.watch (view_id);
create table staff.watch_find (
  id uuid primary key default uuidv7(), watch_id uuid not null references staff.watch on delete cascade,
  subject text not null, match uuid not null, at timestamptz not null, found_at timestamptz not null default clock_timestamp(),
  amount integer not null, member_ids text[] not null, event_ids uuid[] not null,
  seen_at timestamptz, seen_by uuid references staff.account,
  call_state text check (call_state in ('due', 'done', 'given-up')), call_tries integer not null default 0, call_next_at timestamptz, call_error text,
  unique (watch_id, subject, match));
create index watch_find_due on staff.watch_find (call_next_at) where call_state = 'due';
grant select, insert, delete on staff.watch to memberscope_web;
grant update (paused_at) on staff.watch to memberscope_web;
grant select on staff.watch_find to memberscope_web;
grant update (seen_at, seen_by) on staff.watch_find to memberscope_web;
grant select on staff.watch to memberscope_worker;
grant update (looked_at, looked_to, failing_since, failure) on staff.watch to memberscope_worker;
grant select, insert on staff.watch_find to memberscope_worker;
grant update (call_state, call_tries, call_next_at, call_error) on staff.watch_find to memberscope_worker;
grant select on staff.saved_view to memberscope_worker;
grant select (id, role, disabled_at) on staff.account to memberscope_worker;
grant select on event.partition_range to memberscope_worker;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- Writes the access record of what a watch found, in the name of the watch's owner: from the find alone, so that a worker can record nothing else.
create or replace function staff.record_watch_find(find_id uuid) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into staff.access_record (account_id, login, role, ip, act, member_ids, what, result)
  select a.id, a.login, a.role, null, 'watch.find', f.member_ids,
         jsonb_build_object('name', v.name, 'measure', w.measure, 'per', w.per, 'moreThan', w.more_than, 'windowSeconds', w.window_s, 'amount', f.amount), 'shown'
    from staff.watch_find f join staff.watch w on w.id = f.watch_id join staff.account a on a.id = w.account_id
    join staff.saved_view v on v.id = w.view_id where f.id = record_watch_find.find_id
$$;
revoke all on function staff.record_watch_find from public;
grant execute on function staff.record_watch_find to memberscope_worker;

set local check_function_bodies = on;

-- End of functions and views.
