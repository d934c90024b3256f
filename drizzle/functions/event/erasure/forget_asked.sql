-- Forgets what somebody asked for with a value: searches kept and views saved go; a job keeps what it has done, and of what it was asked only the value goes.
-- `whole`: only where it is one of the values asked for, not a part of another.
create or replace function event.forget_asked(value text, whole boolean) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from staff.kept_search k where event.holds_value(to_jsonb(k) - 'key', forget_asked.value, forget_asked.whole);
  delete from staff.saved_view s where event.holds_value(to_jsonb(s) - 'id', forget_asked.value, forget_asked.whole);
  update republish.job j
     set selection = jsonb_set(j.selection, '{conditions}', (
           select jsonb_agg(case when event.holds_value(c.one, forget_asked.value, forget_asked.whole) then c.one || '{"values": ["***"]}' else c.one end order by c.n)
             from jsonb_array_elements(j.selection -> 'conditions') with ordinality c(one, n)))
   where jsonb_typeof(j.selection -> 'conditions') = 'array' and event.holds_value(j.selection -> 'conditions', forget_asked.value, forget_asked.whole);
end $$;
revoke all on function event.forget_asked from public;
