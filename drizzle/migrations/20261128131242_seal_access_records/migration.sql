-- The chain of access records. unsealed holds what is committed and not yet in the chain: no clock and no transaction number decides what comes next.
create table staff.unsealed (record_id uuid primary key);
create table staff.seal (
  number bigint primary key check (number > 0), sealed_at timestamptz not null default clock_timestamp(),
  last_position bigint not null unique, head bytea not null check (octet_length(head) = 32));
create table staff.sealed_record (position bigint primary key check (position > 0), record_id uuid not null unique, hash bytea not null check (octet_length(hash) = 32));
create table staff.chain_check (
  id uuid primary key default uuidv7(), at timestamptz not null default clock_timestamp(), checked_by text not null,
  records bigint not null, anchored bigint, fault jsonb check (jsonb_typeof(fault) = 'object'));
insert into staff.unsealed select r.id from staff.access_record r;
grant select on staff.unsealed, staff.seal, staff.sealed_record, staff.chain_check to memberscope_web, memberscope_worker;
grant select on staff.access_record to memberscope_worker;
grant insert on staff.chain_check to memberscope_web, memberscope_worker;

-- Who was erased: their clear values are gone, and nothing of theirs is sent again.
create table event.erased_member (
  member_id text collate "C" primary key check (octet_length(member_id) between 1 and 64), erased_at timestamptz not null default clock_timestamp(),
  request_id uuid not null, tombstone_id uuid not null);
grant select on event.erased_member to memberscope_web, memberscope_worker;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- Adds records to the chain behind a position, in the order given, each with its hash. Null when the chain has grown since: the hashes were made for another
-- place in it. What does not wait for the seal is refused, so no record stands in the chain twice.
create or replace function staff.append_seal(behind bigint, record_ids uuid[], hashes bytea[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare taken int; seal_number bigint;
begin
  lock table staff.seal in share row exclusive mode;
  if coalesce((select max(r.position) from staff.sealed_record r), 0) <> behind then return null; end if;
  delete from staff.unsealed u where u.record_id = any(record_ids);
  get diagnostics taken = row_count;
  if taken = 0 or taken <> cardinality(record_ids) or taken <> cardinality(hashes) then
    perform event.refuse('recordIds', 'must be records that wait for the seal, each with its hash', 'Read staff.unsealed again.', 'MS409');
  end if;
  insert into staff.sealed_record (position, record_id, hash)
  select behind + given.n, given.record_id, given.hash from unnest(record_ids, hashes) with ordinality given(record_id, hash, n);
  insert into staff.seal (number, last_position, head)
  select coalesce(max(s.number), 0) + 1, behind + taken, hashes[taken] from staff.seal s returning number into seal_number;
  return seal_number;
end $$;
revoke all on function staff.append_seal from public;
grant execute on function staff.append_seal to memberscope_worker;

-- Whoever writes an access record, it waits for the seal from the same transaction on: what commits late is sealed late, and never left out.
create or replace function staff.wait_for_seal() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into staff.unsealed (record_id) select a.id from added a;
  return null;
end $$;
revoke all on function staff.wait_for_seal from public;

set local check_function_bodies = on;

-- End of functions and views.

create trigger wait_for_seal after insert on staff.access_record referencing new table as added for each statement execute function staff.wait_for_seal();
