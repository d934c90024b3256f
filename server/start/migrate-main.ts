// npm run migrate: brings the database at MIGRATE_DATABASE_URL to the newest schema.
import { readEnv } from "../env.ts";
import { migrate } from "../migrate.ts";

try {
  const env = readEnv("migrate");
  await migrate({ url: env.MIGRATE_DATABASE_URL, searchHashKey: env.SEARCH_HASH_KEY });
  console.log("The database has the newest schema.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
