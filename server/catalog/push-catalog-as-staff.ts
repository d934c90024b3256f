import type { Db } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { recordAccess } from "../staff/record-access.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { pushCatalog } from "./push-catalog.ts";

/**
 * Pushes a catalog file on behalf of staff; see pushCatalog for what it promises and refuses. The push is recorded.
 *
 * @throws DomainError "forbidden" without the permission catalog:push, and what pushCatalog throws.
 */
export async function pushCatalogAsStaff(
  db: Db,
  actor: Actor,
  { catalog }: { catalog?: unknown },
): Promise<{ added: number; changed: number }> {
  requirePermission(actor, "catalog:push");
  const tally = await pushCatalog(db, catalog);
  await recordAccess(db, actor, { act: "catalog.push", memberIds: [], what: tally, result: "done" });
  return tally;
}
