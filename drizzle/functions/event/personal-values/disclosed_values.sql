-- The clear values of the member of a disclosure that asks for them, while a worker makes its file: of the events within its period by id, name and side, and
-- of the profile with no event. Nothing for a file that nobody else approved, or that is not being made.
create or replace function event.disclosed_values(file_id uuid) returns table (event_id uuid, name text, side text, value text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with file as (
    select f.member_id, (f.what ->> 'from')::timestamptz as from_time, (f.what ->> 'to')::timestamptz as to_time from staff.prepared_file f
     where f.id = $1 and f.kind = 'disclosure' and f.state = 'making' and f.approved_by <> f.asked_by and f.what ->> 'values' = 'clear')
  select v.event_id, v.name, v.side::text, v.value from file f join event.personal_value v on v.member_id = f.member_id
   where v.event_id >= event.id_floor(f.from_time) and v.event_id < event.id_floor(f.to_time)
  union all
  select null, p.name, 't', event.normalize_personal(p.name, p.value) from file f join event.member_profile m on m.member_id = f.member_id
   cross join lateral (values ('name', m.name), ('phone', m.phone), ('email', m.email), ('address', m.address)) p(name, value) where p.value is not null
$$;
revoke all on function event.disclosed_values from public;
grant execute on function event.disclosed_values to memberscope_worker;
