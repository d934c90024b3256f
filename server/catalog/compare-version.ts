import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { CatalogVersion } from "./catalog-file.ts";

/** Whether a version is as it is stored; null when it is not stored yet. */
export async function compareVersion(
  db: Executor,
  actionId: number,
  version: CatalogVersion,
): Promise<{ isSame: boolean; hasSameUpcast: boolean } | null> {
  const json = (value: unknown) => sql`${JSON.stringify(value)}::text::jsonb`;
  const upcast = version.upcast ? json(version.upcast) : sql`null::jsonb`;
  const [known] = await db.execute<{ isSame: boolean; hasSameUpcast: boolean }>(sql`
    select external = ${version.external} and schema = ${json(version.schema)} and sentence = ${json(version.sentence)} as "isSame",
           upcast is not distinct from ${upcast} as "hasSameUpcast"
      from event.action_version where action_id = ${actionId} and version = ${version.version}`);
  return known ?? null;
}

/** Whether any event is stored with a version. */
export async function isVersionUsed(db: Executor, actionId: number, version: number): Promise<boolean> {
  const [used] = await db.execute<{ yes: boolean }>(sql`
    select exists (select from event.member_event where action_id = ${actionId} and version = ${version}) yes`);
  return used?.yes === true;
}

/** Why a version that is used cannot be another one, and the way out. */
export function sayUsed(name: string, version: number): string {
  return (
    `version ${version} of ${name} differs from the one that events were stored with, and history stays what was sent. ` +
    "Leave it as it was, and declare the change as a new version."
  );
}
