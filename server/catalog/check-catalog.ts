import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { CatalogCheck, CheckedVersion } from "../vocabulary/catalog-check.ts";
import { readCatalog } from "./catalog-faults.ts";
import type { CatalogVersion } from "./catalog-file.ts";
import { compareVersion, isVersionUsed, sayUsed } from "./compare-version.ts";
import { refusalOfFaults } from "./push-catalog.ts";

/**
 * Says whether a push of this file would be taken now, and what it would change, version by version. Locks and changes
 * nothing, so that a build may ask as often as it likes; an event that is stored meanwhile may change the answer.
 *
 * @throws DomainError "bad-input" with the path of every fault in the file.
 */
export async function checkCatalog(db: Executor, file: unknown): Promise<CatalogCheck> {
  const read = readCatalog(file);
  if ("faults" in read) throw refusalOfFaults(read.faults);
  const versions: CheckedVersion[] = [];
  for (const { name, versions: given } of read.catalog.actions) {
    const [action] = await db.execute<{ id: number; current: number }>(sql`
      select id, current_version as current from event.action where name = ${name}`);
    for (const version of given) {
      versions.push(await checkVersion(db, name, { action, version }));
    }
  }
  return { isTaken: versions.every(({ outcome }) => outcome !== "refused"), versions };
}

async function checkVersion(
  db: Executor,
  name: string,
  { action, version }: { action: { id: number; current: number } | undefined; version: CatalogVersion },
): Promise<CheckedVersion> {
  const told = { action: name, version: version.version };
  const known = action === undefined ? null : await compareVersion(db, action.id, version);
  if (action === undefined || known === null) {
    return { ...told, outcome: "added", becomesCurrent: version.version > (action?.current ?? 0), why: null };
  }
  if (known.isSame && known.hasSameUpcast) return { ...told, outcome: "same", becomesCurrent: false, why: null };
  const isRefused = !known.isSame && (await isVersionUsed(db, action.id, version.version));
  return {
    ...told,
    outcome: isRefused ? "refused" : "changed",
    becomesCurrent: false,
    why: isRefused ? sayUsed(name, version.version) : null,
  };
}
