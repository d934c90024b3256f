import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../../db.ts";
import { jsonb } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { conditionsSchema } from "../../vocabulary/condition-schema.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { recordableConditions } from "./recordable-conditions.ts";

/** A search to keep under a key. */
export const keepSearchSchema = z.object({ conditions: conditionsSchema.min(1) }).strict();

/** The key of a kept search. */
export const keptSearchSchema = z.object({ key: z.string().min(1).max(100) }).strict();

/** Of a digest: enough that no two searches of one person share a key. */
const KEY_LENGTH = 22;

/**
 * Keeps a search that is too long for an address, for whoever searched and nobody else. The same search again has the same key.
 *
 * @throws DomainError "forbidden" when the actor may not search.
 */
export async function keepSearch(
  db: Executor,
  actor: Actor,
  { conditions }: z.infer<typeof keepSearchSchema>,
): Promise<Recorded<{ key: string }>> {
  requirePermission(actor, "event:search");
  const key = createHash("sha256").update(JSON.stringify(conditions)).digest("base64url").slice(0, KEY_LENGTH);
  return actRecorded(db, actor, async (tx) => {
    const kept = await tx.execute(sql`
      insert into staff.kept_search (account_id, key, conditions) values (${actor.accountId}::uuid, ${key}, ${jsonb(conditions)})
      on conflict do nothing returning key`);
    if (kept.length === 0) return { unchanged: { key } };
    const what = { conditions: await recordableConditions(tx, conditions) };
    return { act: "event.keep-search", memberIds: [], what, answer: { key } };
  });
}

/**
 * The conditions of a search that the actor kept; null for a key that is not the actor's.
 *
 * @throws DomainError "forbidden" when the actor may not search.
 */
export async function keptSearch(
  db: Executor,
  actor: Actor,
  { key }: z.infer<typeof keptSearchSchema>,
): Promise<{ conditions: Condition[] | null }> {
  requirePermission(actor, "event:search");
  const [row] = await db.execute<{ conditions: unknown }>(
    sql`select k.conditions from staff.kept_search k where k.account_id = ${actor.accountId}::uuid and k.key = ${key}`,
  );
  return { conditions: row === undefined ? null : conditionsSchema.parse(row.conditions) };
}
