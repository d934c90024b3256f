import { expect, test } from "vitest";
import { useDatabase } from "../testing/database.ts";
import { declaredTables } from "../testing/declared-tables.ts";

const database = useDatabase();
test("each Drizzle table has exactly the columns of the migrated database, with type and nullability", async () => {
  const tables = (await declaredTables()).filter((table) => table.schema !== "member");
  expect(tables.length).toBeGreaterThan(15);
  for (const table of tables) {
    const rows = await database.owner()<{ name: string; type: string; not_null: boolean }[]>`
      select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as not_null from pg_attribute
       where attrelid = (${`${table.schema}.${table.name}`}::text)::regclass and attnum > 0 and not attisdropped order by attname`;
    const declared = table.columns
      .map((column) => ({
        name: column.name,
        type: typeOf(column.getSQLType(), column.dimensions),
        not_null: column.notNull,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    expect({ table: table.name, columns: declared }).toEqual({ table: table.name, columns: [...rows] });
  }
});

function typeOf(sqlType: string, dimensions: number | undefined): string {
  const name = sqlType === "char(1)" ? "character(1)" : sqlType;
  return dimensions && !name.endsWith("[]") ? `${name}[]` : name;
}

test("every table of the product has a Drizzle table", async () => {
  const declared = new Set((await declaredTables()).map((table) => `${table.schema}.${table.name}`));
  const rows = await database.owner()<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('event', 'staff', 'republish') and c.relkind in ('r', 'p') and not c.relispartition`;
  expect(rows.map((row) => row.name).filter((name) => !declared.has(name))).toEqual([]);
});
