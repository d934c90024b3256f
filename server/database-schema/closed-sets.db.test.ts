import { expect, test } from "vitest";
import { useDatabase } from "../testing/database.ts";
import { declaredTables } from "../testing/declared-tables.ts";
import { publicationStates } from "../vocabulary/member-event.ts";

const database = useDatabase();

/** Words that no program names: the two sides of a change are letters in one table. */
const SQL_ALONE = ["event.personal_value.side"];

async function setsOfDatabase(): Promise<Record<string, string[]>> {
  const rows = await database.owner()<{ column: string; words: string[] }[]>`
    select n.nspname || '.' || c.relname || '.' || a.attname as column,
           array(select m[1] from regexp_matches(pg_get_constraintdef(k.oid), '''([^'']*)''::', 'g') m order by 1) as words
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and k.conkey = array[a.attnum]
     where n.nspname in ('event', 'staff', 'republish') and not c.relispartition and k.contype = 'c'
       and pg_get_constraintdef(k.oid) ~ ('^CHECK [(]+' || a.attname || ' = ANY [(]ARRAY[[]''') order by 1`;
  return Object.fromEntries(rows.map(({ column, words }) => [column, words]));
}

test("a closed set of words is the same in the vocabulary, in Drizzle and in the database", async () => {
  const declared: Record<string, string[]> = {};
  for (const table of (await declaredTables()).filter(({ schema }) => schema !== "member")) {
    for (const column of table.columns) {
      if (column.enumValues === undefined || column.enumValues.length === 0) continue;
      declared[`${table.schema}.${table.name}.${column.name}`] = [...column.enumValues].sort();
    }
  }
  const stored = await setsOfDatabase();
  for (const column of SQL_ALONE) delete stored[column];
  expect(Object.keys(declared).length).toBeGreaterThan(10);
  expect(stored).toEqual(declared);
});

test("the view of an event's state says the states of the vocabulary", async () => {
  const [view] = await database.owner()<
    { text: string }[]
  >`select pg_get_viewdef('event.member_event_status'::regclass) as text`;
  const said = new Set([...(view?.text.matchAll(/(?:THEN|ELSE) '([^']+)'/g) ?? [])].map(([, word]) => word));
  expect([...said].sort()).toEqual([...publicationStates].sort());
});
