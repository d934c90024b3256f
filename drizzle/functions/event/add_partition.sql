create or replace procedure event.add_partition(from_day date, to_day date) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  f uuid := event.id_floor(from_day::timestamp at time zone 'UTC');
  t uuid := event.id_floor(to_day::timestamp at time zone 'UTC');
  tab text; part text; bounds text;
begin
  foreach tab in array array['member_event', 'publication', 'attempt'] loop
    part := tab || '_' || to_char(from_day, 'YYYYMMDD');
    execute format('create table if not exists event.%I partition of event.%I for values from (%L) to (%L) with (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000)', part, tab, f, t);
    select pg_get_expr(c.relpartbound, c.oid) into bounds from pg_class c where c.oid = ('event.' || quote_ident(part))::regclass;
    if bounds is distinct from format('FOR VALUES FROM (%L) TO (%L)', f, t) then
      raise exception 'event.% exists with other bounds: %', part, bounds using errcode = 'MS409', hint = 'Detach or rename that table, then add the partition again.';
    end if;
  end loop;
  insert into event.partition_range values (from_day, to_day) on conflict do nothing;
end $$;
revoke all on procedure event.add_partition from public;
