-- How rows of a former record table become events, as an admin kept it on the console.
create table event.import_mapping (
  name text collate "C" primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  mapping jsonb not null,
  kept_by uuid not null references staff.account (id),
  kept_at timestamptz not null default clock_timestamp());
grant select, insert, update on event.import_mapping to memberscope_web;

-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:

set local check_function_bodies = off;

-- What the catalog says against events that are not stored yet: rows [{n, action, version?, attributes}]. Only those it refuses come back.
create or replace function event.catalog_faults(rows jsonb) returns table (n int, field text, rule text, way_out text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare r record;
begin
  for r in
    select g.n, g.action, g.version, g.attributes, a.name as known, a.current_version, v.schema
      from jsonb_to_recordset(rows) g(n int, action text, version smallint, attributes jsonb)
      left join event.action a on a.name = g.action
      left join event.action_version v on v.action_id = a.id and v.version = coalesce(g.version, a.current_version)
     order by g.n
  loop
    begin
      if r.schema is null then perform event.refuse_action(r.action, r.known, r.version, r.current_version); end if;
      perform event.refuse_attributes(r.attributes, r.schema, r.known);
    exception when sqlstate 'MS400' then
      get stacked diagnostics field = column_name, rule = message_text, way_out = pg_exception_hint;
      n := r.n;
      return next;
    end;
  end loop;
end $$;
revoke all on function event.catalog_faults from public;
grant execute on function event.catalog_faults to memberscope_web;

set local check_function_bodies = on;

-- End of functions and views.
