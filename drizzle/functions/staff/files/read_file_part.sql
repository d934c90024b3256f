-- One sealed part of a file that this person has just taken; it is deleted by being read. Null when there is none (any more).
create or replace function staff.read_file_part(acting bytea, file_id uuid, n int) returns bytea
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare who record; found_part bytea;
begin
  select * into who from staff.acting(read_file_part.acting, null);
  delete from staff.file_part p using staff.prepared_file f
   where p.file_id = read_file_part.file_id and p.n = read_file_part.n and f.id = p.file_id
     and f.asked_by = who.account_id and f.state = 'taken' and f.taken_at > clock_timestamp() - interval '1 hour'
  returning p.sealed into found_part;
  return found_part;
end $$;
revoke all on function staff.read_file_part from public;
grant execute on function staff.read_file_part to memberscope_web;
