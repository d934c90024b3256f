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
import { type AskedPolicy, askedPolicySchema, questionSchema } from "../../vocabulary/explore/saved-view.ts";
import { recordableQuestion } from "./recordable-conditions.ts";

/** A search to keep under a key. */
export const keepSearchSchema = questionSchema;

/** The key of a kept search. */
export const keptSearchSchema = z.object({ key: z.string().min(1).max(100) }).strict();

/** Of a digest: enough that no two searches of one person share a key. */
const KEY_LENGTH = 22;

/**
 * Keeps a search that is too long for an address, for whoever searched and nobody else. The same search again has the same key.
 *
 * @throws DomainError "forbidden" when the actor may neither search nor open a member.
 */
export async function keepSearch(
  db: Executor,
  actor: Actor,
  question: z.infer<typeof keepSearchSchema>,
): Promise<Recorded<{ key: string }>> {
  // Timelines are filtered like searches, and who may search may open a member.
  requirePermission(actor, "member:open");
  const { conditions, policy } = question;
  const asked = JSON.stringify(policy === null ? conditions : question);
  const key = createHash("sha256").update(asked).digest("base64url").slice(0, KEY_LENGTH);
  return actRecorded(db, actor, async (tx) => {
    const kept = await tx.execute(sql`
      insert into staff.kept_search (account_id, key, conditions, policy)
      values (${actor.accountId}::uuid, ${key}, ${jsonb(conditions)}, ${policy === null ? sql`null` : jsonb(policy)})
      on conflict do nothing returning key`);
    if (kept.length === 0) return { unchanged: { key } };
    const what = await recordableQuestion(tx, question);
    return { act: "event.keep-search", memberIds: [], what, answer: { key } };
  });
}

/**
 * What a search that the actor kept asks, `policy` null without one; `conditions` null for a key that is not the actor's.
 *
 * @throws DomainError "forbidden" when the actor may neither search nor open a member.
 */
export async function keptSearch(
  db: Executor,
  actor: Actor,
  { key }: z.infer<typeof keptSearchSchema>,
): Promise<{ conditions: Condition[] | null; policy: AskedPolicy | null }> {
  requirePermission(actor, "member:open");
  const [row] = await db.execute<{ conditions: unknown; policy: unknown }>(
    sql`select k.conditions, k.policy from staff.kept_search k where k.account_id = ${actor.accountId}::uuid and k.key = ${key}`,
  );
  if (row === undefined) return { conditions: null, policy: null };
  return {
    conditions: conditionsSchema.parse(row.conditions),
    policy: row.policy === null ? null : askedPolicySchema.parse(row.policy),
  };
}
