/** What PostgreSQL answers most often to a first migration, and the way out of it. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  "3D000": "Create the database first, or correct its name in MIGRATE_DATABASE_URL.",
  "28P01":
    "Correct account and password in MIGRATE_DATABASE_URL; characters like a space or @ are written %20 and %40.",
  "42501":
    "MIGRATE_DATABASE_URL must be an account that owns the database, or may create schemas in it, and has CREATEROLE; a superuser is not needed.",
  "42P06":
    "Memberscope makes the schemas event, staff and republish itself. Rename yours, or give Memberscope a database of its own.",
  ECONNREFUSED: "Start PostgreSQL, or correct host and port in MIGRATE_DATABASE_URL.",
  ENOTFOUND: "Correct the host in MIGRATE_DATABASE_URL.",
};

/**
 * What to tell people about a migration that failed: the database's own words and the way out where there is a known one,
 * without the statement, which is pages long.
 */
export function migrateRefusal(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause ? String(cause.code) : "";
  const words = cause.message || code;
  const wayOut = WAYS_OUT[code];
  return wayOut === undefined ? words : `The database was not migrated: ${words}. ${wayOut}`;
}
