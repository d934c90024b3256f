import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { readCatalog } from "./catalog-faults.ts";
import type { CatalogVersion } from "./catalog-file.ts";
import { compareVersion, isVersionUsed, sayUsed } from "./compare-version.ts";
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
      const actionId = await upsertAction(tx, action);
      for (const [v, version] of action.versions.entries()) {
        const outcome = await pushVersion(tx, {
          actionId,
          version,
          name: action.name,
          path: `actions[${at}].versions[${v}]`,
        });
        if (outcome !== "same") tally[outcome] += 1;
      }
      await tx.execute(sql`
        update event.action a set current_version = v.newest
          from (select max(version) newest from event.action_version where action_id = ${actionId}) v
         where a.id = ${actionId} and a.current_version <> v.newest`);
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

async function upsertAction(tx: Executor, { name, family }: { name: string; family: string }): Promise<number> {
  // The row stays locked until commit, so that two pushes of one action follow one another.
  const [row] = await tx.execute<{ id: number }>(sql`
    insert into event.action (name, family) values (${name}, ${family})
    on conflict (name) do update set family = excluded.family returning id`);
  if (!row) throw new Error("upsert of an action gave no row");
  return row.id;
}

async function pushVersion(
  tx: Executor,
  { actionId, version, name, path }: { actionId: number; version: CatalogVersion; name: string; path: string },
): Promise<"added" | "changed" | "same"> {
  const schema = sql`${JSON.stringify(version.schema)}::text::jsonb`;
  const sentence = sql`${JSON.stringify(version.sentence)}::text::jsonb`;
  const upcast = version.upcast ? sql`${JSON.stringify(version.upcast)}::text::jsonb` : sql`null::jsonb`;
  const added = await tx.execute(sql`
    insert into event.action_version (action_id, version, external, schema, sentence, upcast)
    values (${actionId}, ${version.version}, ${version.external}, ${schema}, ${sentence}, ${upcast}) on conflict do nothing returning 1`);
  if (added.length > 0) return "added";
  const known = await compareVersion(tx, actionId, version);
  if (known?.isSame && known.hasSameUpcast) return "same";
  // How readers see older versions may change at any time: nothing that was stored or sent follows from it.
  if (!known?.isSame) await refuseWhenUsed(tx, { actionId, version: version.version, name, path });
  await tx.execute(sql`
    update event.action_version set external = ${version.external}, schema = ${schema}, sentence = ${sentence}, upcast = ${upcast}
     where action_id = ${actionId} and version = ${version.version}`);
  return "changed";
}

async function refuseWhenUsed(
  tx: Executor,
  { actionId, version, name, path }: { actionId: number; version: number; name: string; path: string },
): Promise<void> {
  // An event that is being stored with this version has read it: wait for its commit, and let no other begin.
  await tx.execute(sql`lock table event.action_version in access exclusive mode`);
  if (await isVersionUsed(tx, actionId, version)) {
    throw new DomainError("conflict", `${path}: ${sayUsed(name, version)}`, { field: path });
  }
}
