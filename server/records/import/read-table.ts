import { sql } from "drizzle-orm";
import { connect } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { checkColumns } from "./mapping/check-columns.ts";
import type { Mapping } from "./mapping/mapping.ts";
import { readJsonRow, type SourceRow } from "./mapping/source-row.ts";

/** Rows of one round trip. */
const FETCH_ROWS = 2000;

const LINE_IS_NO_ID =
  'The rows of a table have no lasting order, so {"line": true} is no sourceId for them. Name its key, join the columns of one, or use {"row": true}.';

/** Which table to read, by which connection, and the mapping that its columns have to suffice. */
type TableOrder = { url: string; table: string; mapping: Mapping };

/**
 * Reads the rows of a table or view as one snapshot, as PostgreSQL writes them to JSON: times in ISO 8601. The line of a row is its place in this reading,
 * and no id: the next reading may have another order.
 *
 * @param table schema.name as SQL has it, without quotes.
 * @throws DomainError "bad-input" when there is no such table, or not every column that the mapping names, or when its lines are to be ids.
 */
export async function* readTableRows({ url, table, mapping }: TableOrder): AsyncGenerator<SourceRow> {
  if (mapping.sourceId.line) throw new DomainError("bad-input", LINE_IS_NO_ID);
  const db = connect({ url, name: "records import, table", max: 1 });
  try {
    const [found] = await db.execute<{ name: string; columns: string[] }>(sql`
      select c.oid::regclass::text as name,
             array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname || '.' || c.relname = ${table} and c.relkind in ('r', 'p', 'v', 'm', 'f')`);
    if (!found) {
      throw new DomainError("bad-input", `There is no table ${table} in this database. Write it as schema.table.`);
    }
    checkColumns(found.columns, { mapping, place: `the table ${table}` });
    await db.execute(sql`begin isolation level repeatable read read only`);
    // t alone would be a column of that name, where the table has one.
    await db.execute(
      sql`declare record_rows no scroll cursor for select to_jsonb(t.*)::text as text from ${sql.raw(found.name)} t`,
    );
    for (let line = 1; ; ) {
      const rows = await db.execute<{ text: string }>(sql`fetch ${sql.raw(String(FETCH_ROWS))} from record_rows`);
      for (const { text } of rows) {
        yield { line, ...readJsonRow(text) };
        line += 1;
      }
      if (rows.length < FETCH_ROWS) return;
    }
  } finally {
    await db.$client.end({ timeout: 1 });
  }
}
