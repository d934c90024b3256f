import { readdirSync } from "node:fs";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";

const folder = new URL("../../drizzle/schema/", import.meta.url);

/** Every table that a file of drizzle/schema declares. */
export async function declaredTables() {
  const found = [];
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  )) {
    const module: Record<string, unknown> = await import(new URL(file, folder).href);
    for (const value of Object.values(module)) if (value instanceof PgTable) found.push(getTableConfig(value));
  }
  return found;
}
