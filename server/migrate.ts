import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { refuseOtherBuild } from "./database-schema/refuse-other-build.ts";
import { MIGRATIONS_FOLDER } from "./database-schema/sql-files.ts";
import { reachPgcrypto } from "./reach-pgcrypto.ts";

/** Any number will do; two migrations of one database must take the same. */
const MIGRATION_LOCK = 6_357_212;

/**
 * Brings the database at `url` to the newest schema: tables, functions, group roles and grants, partitions, and the key
 * of all keyed hashes. Safe to run again and at the same time from two places.
 *
 * @param url a connection as the owner (MIGRATE_DATABASE_URL); needs the right to create schemas, the extension pgcrypto and roles.
 * @param searchHashKey secret text from which the key of personal-value hashes is made; left out, a random key is made
 *   once and kept in the database. A database that has a key keeps it.
 * @throws DomainError when another build made the schema; nothing is changed then.
 * @throws whatever PostgreSQL answers; a failed migration is rolled back whole.
 */
export async function migrate({
  url,
  searchHashKey,
}: {
  url: string;
  searchHashKey?: string | undefined;
}): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await refuseOtherBuild(sql);
    await reachPgcrypto(sql);
    await applyMigrations(drizzle({ client: sql }), {
      migrationsFolder: MIGRATIONS_FOLDER,
      migrationsSchema: "migration",
    });
    // PostgreSQL lets everybody execute a new function; what a migration forgot is taken back here.
    await sql`revoke execute on all functions in schema event from public`;
    await sql`revoke execute on all procedures in schema event from public`;
    await sql`call event.add_quarters(current_date, (current_date + interval '2 years')::date)`;
    await sql`
      insert into event.hash_key (key_id, key, active)
      select 1, case when ${searchHashKey ?? null}::text is null then extension.gen_random_bytes(32)
                     else extension.digest(convert_to(${searchHashKey ?? null}::text, 'UTF8'), 'sha256') end, true
       where not exists (select from event.hash_key)`;
  } finally {
    await sql.end();
  }
}
