-- Quarters from the one that holds from_day up to and with the one that holds to_day.
create or replace procedure event.add_quarters(from_day date, to_day date) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare q date := date_trunc('quarter', from_day)::date;
begin
  while q <= to_day loop
    if not exists (select from event.partition_range r where r.from_day = q) then
      call event.add_partition(q, (q + interval '3 months')::date);
    end if;
    q := (q + interval '3 months')::date;
  end loop;
end $$;
revoke all on procedure event.add_quarters from public;
grant execute on procedure event.add_quarters to memberscope_worker;
