import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { pushCatalog } from "./push-catalog.ts";

/**
 * Pushes a catalog file on behalf of staff; see pushCatalog for what it promises and refuses. The push and its record are one transaction.
 *
 * @throws DomainError "forbidden" without the permission catalog:push, and what pushCatalog throws.
 */
export async function pushCatalogAsStaff(
  db: Executor,
  actor: Actor,
  { catalog }: { catalog?: unknown },
): Promise<Recorded<{ added: number; changed: number }>> {
  requirePermission(actor, "catalog:push");
  return actRecorded(db, actor, async (tx) => {
    const tally = await pushCatalog(tx, catalog, actor.accountId);
    return { act: "catalog.push", memberIds: [], what: tally, answer: tally };
  });
}
