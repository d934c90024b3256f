import { fileURLToPath } from "node:url";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { pushCatalog } from "../catalog/push-catalog.ts";
import { connect } from "../db.ts";
import catalog from "../members/catalog.json" with { type: "json" };

/**
 * Brings a migrated database to what the demo needs beside the product: the member system with its event catalog, and
 * the schema of the family account system. Safe to run again.
 *
 * @param ownerUrl a connection as the owner of the product's schema, with the right to create roles.
 */
export async function migrateDemo(ownerUrl: string): Promise<void> {
  const db = connect({ url: ownerUrl, name: "demo migration", max: 1 });
  try {
    await migrate(db, {
      migrationsFolder: fileURLToPath(new URL("./migrations", import.meta.url)),
      migrationsSchema: "demo_migration",
    });
    await pushCatalog(db, catalog);
  } finally {
    await db.$client.end();
  }
}
