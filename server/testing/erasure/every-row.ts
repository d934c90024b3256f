import type { Sql } from "postgres";

/** Every row of every table but these as text, as a dump would have it. */
export async function everyRow(owner: Sql, except: readonly string[] = []): Promise<string> {
  const tables = await owner<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not like 'pg\_%' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p')`;
  const rows: string[] = [];
  for (const { name } of tables) {
    if (except.includes(name)) continue;
    const found = await owner<{ row: string }[]>`select t::text as row from ${owner.unsafe(name)} t`;
    rows.push(...found.map(({ row }) => row));
  }
  return rows.join("\n");
}
