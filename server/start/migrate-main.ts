// npm run migrate: brings the database at MIGRATE_DATABASE_URL to the newest schema, with recorder and external publisher registered.
import { connect } from "../db.ts";
import { readEnv } from "../env.ts";
import { migrate } from "../migrate.ts";
import { registerPublicationSubscribers } from "../workers/worker-subscribers.ts";
import { migrateRefusal } from "./refusals/migrate-refusal.ts";

try {
  const env = readEnv("migrate");
  await migrate({ url: env.MIGRATE_DATABASE_URL, searchHashKey: env.SEARCH_HASH_KEY });
  const db = connect({ url: env.MIGRATE_DATABASE_URL, name: "migrate", max: 1 });
  await registerPublicationSubscribers(db, env.QUEUE_PREFIX);
  await db.$client.end();
  console.log("The database has the newest schema.");
} catch (error) {
  console.error(migrateRefusal(error));
  process.exitCode = 1;
}
