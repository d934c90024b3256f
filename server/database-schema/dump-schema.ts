import type { Sql } from "postgres";

const SCHEMAS = ["event", "staff", "republish"];

/**
 * The schema of a migrated database as one readable text, the same for the same schema: every table with columns,
 * constraints, indexes, triggers and rights, every view with its columns, every function with its signature and rights.
 * Partitions are left out, as they follow the calendar. The texts of functions and views stand in their own files.
 */
export async function dumpSchema(sql: Sql): Promise<string> {
  const [tables, views, functions] = [await dumpTables(sql), await dumpViews(sql), await dumpFunctions(sql)];
  const head =
    "-- The schema that the migrations give, for reading: npm run migration writes it, nothing runs it.\n" +
    "-- What a row is and who writes it stands in drizzle/schema/; the texts of functions and views in drizzle/functions/ and drizzle/views/.\n";
  return `${[head, ...tables, ...views, ...functions].join("\n")}\n`;
}

async function dumpTables(sql: Sql): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    with relation as (
      select c.oid, n.nspname || '.' || c.relname as name, c.relkind, c.reloptions, c.relacl from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any(${SCHEMAS}) and c.relkind in ('r', 'p') and not c.relispartition)
    select 'table ' || r.name || ' (' || E'\n'
      || (select string_agg('  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
             || case when a.attcollation not in (0, 100) then ' collate ' || (select quote_ident(collname) from pg_collation where oid = a.attcollation) else '' end
             || case when a.attnotnull then ' not null' else '' end
             || case when a.attidentity <> '' then ' generated always as identity'
                     when a.attgenerated <> '' then ' generated always as ' || pg_get_expr(d.adbin, d.adrelid) || case a.attgenerated when 'v' then ' virtual' else ' stored' end
                     when d.oid is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end, E',\n' order by a.attnum)
            from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
           where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped)
      || coalesce((select E',\n' || string_agg('  ' || pg_get_constraintdef(k.oid), E',\n' order by k.contype desc, pg_get_constraintdef(k.oid)) from pg_constraint k where k.conrelid = r.oid and k.contype <> 'n'), '')
      || E'\n)' || case when r.relkind = 'p' then ' partition by ' || pg_get_partkeydef(r.oid) else '' end
      || coalesce(' with (' || array_to_string(r.reloptions, ', ') || ')', '') || E';\n'
      || coalesce((select string_agg('  ' || replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') || E';\n', '' order by pg_get_indexdef(i.indexrelid)) from pg_index i
            where i.indrelid = r.oid and not exists (select from pg_constraint k where k.conindid = i.indexrelid)), '')
      || coalesce((select string_agg('  ' || pg_get_triggerdef(t.oid) || E';\n', '' order by t.tgname) from pg_trigger t where t.tgrelid = r.oid and not t.tgisinternal), '')
      || coalesce((select string_agg('  grant ' || g.rights || ' to ' || g.grantee || E';\n', '' order by g.grantee, g.rights)
            from (select string_agg(lower(x.privilege_type), ', ' order by x.privilege_type) as rights, x.grantee::regrole::text as grantee
                    from aclexplode(r.relacl) x where x.grantee::regrole <> x.grantor::regrole group by x.grantee) g), '')
      || coalesce((select string_agg('  grant ' || g.right_name || ' (' || g.columns || ') to ' || g.grantee || E';\n', '' order by g.grantee, g.right_name)
            from (select lower(x.privilege_type) as right_name, string_agg(a.attname, ', ' order by a.attnum) as columns, x.grantee::regrole::text as grantee
                    from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = r.oid group by 1, 3) g), '') as text
      from relation r order by r.name`;
  return rows.map(({ text }) => text);
}

async function dumpViews(sql: Sql): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    select 'view ' || n.nspname || '.' || c.relname || ' ('
      || (select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0)
      || E');\n' || coalesce((select string_agg('  grant ' || lower(x.privilege_type) || ' to ' || x.grantee::regrole::text || E';\n', '' order by x.grantee::regrole::text)
            from aclexplode(c.relacl) x where x.grantee::regrole <> x.grantor::regrole), '') as text
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any(${SCHEMAS}) and c.relkind = 'v' order by 1`;
  return rows.map(({ text }) => text);
}

async function dumpFunctions(sql: Sql): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    select case p.prokind when 'p' then 'procedure ' else 'function ' end || n.nspname || '.' || p.proname || '(' || pg_get_function_arguments(p.oid) || ')'
      || coalesce(' returns ' || pg_get_function_result(p.oid), '') || ' language ' || l.lanname
      || case p.provolatile when 'i' then ' immutable' when 's' then ' stable' else '' end || case when p.prosecdef then ' security definer' else '' end
      || coalesce(' set ' || array_to_string(p.proconfig, ' set '), '') || E';\n'
      || coalesce((select string_agg('  grant execute to ' || x.grantee::regrole::text || E';\n', '' order by x.grantee::regrole::text)
            from aclexplode(p.proacl) x where x.grantee <> 0 and x.grantee::regrole <> x.grantor::regrole), '') as text
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
     where n.nspname = any(${SCHEMAS}) order by 1`;
  return rows.map(({ text }) => text);
}
