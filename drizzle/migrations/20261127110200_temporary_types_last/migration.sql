-- Types and tables are looked for among the session's temporary objects first, unless pg_temp is named in the search path. A login that may only
-- record could make a domain "text" whose check is a function of its own, and had it run with the owner's rights. Named last, it is never asked.
do $$
declare f record;
begin
  for f in
    select p.oid::regprocedure::text as signature, case p.prokind when 'p' then 'procedure' else 'function' end as kind
      from pg_proc p
     where p.pronamespace in ('event'::regnamespace, 'staff'::regnamespace) and (p.prosecdef or p.proconfig is not null)
  loop
    execute format('alter %s %s set search_path = pg_catalog, pg_temp', f.kind, f.signature);
  end loop;
end $$;
