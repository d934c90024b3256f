import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { refusalOf } from "../refusal-of.ts";
import { jsonb } from "../sql-values.ts";
import { readCatalog } from "./catalog-faults.ts";
import type { CatalogVersion } from "./catalog-file.ts";
import { sayUsed } from "./compare-version.ts";
import { requireMasksKept } from "./keep-masks.ts";

/**
 * Brings the event catalog to what the file says, all of it or nothing. Actions the file does not name stay as they are;
 * a new version becomes the current one. The same file again changes nothing.
 *
 * @param db a pool as the owner.
 * @param file the parsed JSON; see catalog-file.ts.
 * @param by the account that pushes, when it is somebody's act.
 * @throws DomainError "bad-input" with the path of every fault; "conflict" when it would change a version that an event
 *   was stored with, or take the mask off a name.
 */
export async function pushCatalog(
  db: Executor,
  file: unknown,
  by: string | null = null,
): Promise<{ added: number; changed: number }> {
  const read = readCatalog(file);
  if ("faults" in read) throw refusalOfFaults(read.faults);
  return db.transaction(async (tx) => {
    await requireMasksKept(tx, read.catalog, by);
    const tally = { added: 0, changed: 0 };
    for (const [at, action] of read.catalog.actions.entries()) {
      const actionId = await pushAction(tx, action);
      for (const [v, version] of action.versions.entries()) {
        const outcome = await pushVersion(tx, {
          actionId,
          version,
          name: action.name,
          path: `actions[${at}].versions[${v}]`,
        });
        if (outcome !== "same") tally[outcome] += 1;
      }
      await tx.execute(sql`select event.use_newest_version(${actionId}::smallint)`);
    }
    return tally;
  });
}

export function refusalOfFaults(faults: readonly { path: string; rule: string }[]): DomainError {
  const lines = faults.map(({ path, rule }) => `${path}: ${rule}.`);
  const message = lines.length === 1 ? lines.join("") : `The catalog has ${lines.length} faults.\n${lines.join("\n")}`;
  const first = faults[0]?.path;
  return new DomainError("bad-input", message, first === undefined ? {} : { field: first });
}

async function pushAction(tx: Executor, { name, family }: { name: string; family: string }): Promise<number> {
  const [row] = await tx.execute<{ id: number }>(sql`select event.push_action(${name}, ${family}) as id`);
  if (!row) throw new Error("push_action gave no row");
  return row.id;
}

async function pushVersion(
  tx: Executor,
  { actionId, version, name, path }: { actionId: number; version: CatalogVersion; name: string; path: string },
): Promise<"added" | "changed" | "same"> {
  const upcast = version.upcast ? jsonb(version.upcast) : sql`null::jsonb`;
  try {
    const [row] = await tx.execute<{ outcome: "added" | "changed" | "same" }>(sql`
      select event.push_action_version(${actionId}::smallint, ${version.version}::smallint, ${version.external},
        ${jsonb(version.schema)}, ${jsonb(version.sentence)}, ${upcast}) as outcome`);
    if (!row) throw new Error("push_action_version gave no row");
    return row.outcome;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!(refusal instanceof DomainError && refusal.field === "version")) throw refusal;
    throw new DomainError("conflict", `${path}: ${sayUsed(name, version.version)}`, { field: path, cause: error });
  }
}
