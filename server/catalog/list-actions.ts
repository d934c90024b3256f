import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { CatalogAction } from "../vocabulary/member-event.ts";

type ActionRow = Omit<CatalogAction, "currentVersion" | "attributes" | "required"> & {
  current_version: number;
  schema: { properties?: CatalogAction["attributes"]; required?: string[] };
};

/** Every action of the event catalog by name, with attributes and sentences of its current version. */
export async function listActions(db: Executor): Promise<CatalogAction[]> {
  const rows = await db.execute<ActionRow>(sql`
    select a.name, a.family, a.current_version, v.external, v.schema, v.sentence
      from event.action a join event.action_version v on v.action_id = a.id and v.version = a.current_version
     order by a.name`);
  return rows.map(({ current_version: currentVersion, schema, ...action }) => ({
    ...action,
    currentVersion,
    attributes: schema.properties ?? {},
    required: schema.required ?? [],
  }));
}
