// npm run migration [-- NAME]: writes what drizzle/functions and drizzle/views say into the newest migration, or into a new one
// called NAME, and the schema's dump. It asks a temporary PostgreSQL what the migrations give so far.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { compareSqlFiles } from "../database-schema/compare-sql-files.ts";
import { dumpSchema } from "../database-schema/dump-schema.ts";
import { beforeFunctions, withFunctions } from "../database-schema/migration-text.ts";
import { DUMP_FILE, MIGRATIONS_FOLDER, readSqlFiles } from "../database-schema/sql-files.ts";
import { startTemporaryPostgres } from "../embedded/temporary-postgres.ts";
import { migrate } from "../migrate.ts";

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** The file of the migration to write: a new one with `name`, else the newest. */
function migrationFile(name: string | undefined): string {
  if (name === undefined) {
    const newest = migrationFiles().at(-1);
    if (newest === undefined) throw new Error(`${MIGRATIONS_FOLDER} has no migration.`);
    return newest;
  }
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:T]/g, "");
  const folder = join(MIGRATIONS_FOLDER, `${stamp}_${name}`);
  mkdirSync(folder);
  return join(folder, "migration.sql");
}

/** All migrations in the order in which they run. */
function migrationFiles(): string[] {
  const folders = readdirSync(MIGRATIONS_FOLDER).sort();
  return folders.map((folder) => join(MIGRATIONS_FOLDER, folder, "migration.sql"));
}

async function makeMigration(name: string | undefined): Promise<void> {
  const file = migrationFile(name);
  const own = existsSync(file) ? readFileSync(file, "utf8") : "";
  const server = await startTemporaryPostgres();
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    for (const earlier of migrationFiles().filter((one) => one !== file))
      await sql.unsafe(readFileSync(earlier, "utf8"));
    await sql.unsafe(beforeFunctions(own));
    writeFileSync(file, withFunctions(own, await compareSqlFiles(sql, readSqlFiles())));
  } finally {
    await sql.end();
    await server.stop();
  }
  await writeDump();
  console.log(file);
}

async function writeDump(): Promise<void> {
  const server = await startTemporaryPostgres();
  try {
    await migrate({ url: server.url, searchHashKey: "not used" });
    const sql = postgres(server.url, { max: 1, onnotice: () => {} });
    writeFileSync(DUMP_FILE, await dumpSchema(sql));
    await sql.end();
  } finally {
    await server.stop();
  }
}

const [name, ...more] = process.argv.slice(2);
if (more.length > 0 || (name !== undefined && !NAME.test(name))) {
  console.error("Name the migration in lower case with underscores: npm run migration -- count_by_day");
  process.exitCode = 2;
} else {
  await makeMigration(name);
}
