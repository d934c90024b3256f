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
