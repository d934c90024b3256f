import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { conditionsSchema } from "../../vocabulary/condition-schema.ts";
import type { Audience } from "../../vocabulary/explore/audiences.ts";
import { askedPolicySchema, type SavedView } from "../../vocabulary/explore/saved-view.ts";
import { sequenceSchema } from "../../vocabulary/sequence/sequence-schema.ts";

type Row = Omit<SavedView, "owner" | "isChangeable" | "conditions" | "policy" | "sequence"> & {
  ownerLogin: string;
  ownerName: string;
  audience: Audience;
  conditions: unknown;
  policy: unknown;
  sequence: unknown;
};

/**
 * The saved views that the actor may open, their own first, by name.
 *
 * @throws DomainError "forbidden" when the actor may not search.
 */
export async function listViews(db: Executor, actor: Actor): Promise<{ views: SavedView[] }> {
  requirePermission(actor, "event:search");
  const rows = await db.execute<Row>(sql`
    select v.id::text as id, v.name, v.audience, v.conditions, v.policy, v.sequence, a.login as "ownerLogin", a.name as "ownerName",
           v.account_id = ${actor.accountId}::uuid as "isMine", ${isoTime(sql`v.changed_at`)} as "changedAt",
           ${isoTime(sql`l.looked_at`)} as "lookedAt"
      from staff.saved_view v join staff.account a on a.id = v.account_id
      left join staff.saved_view_look l on l.view_id = v.id and l.account_id = ${actor.accountId}::uuid
     where v.account_id = ${actor.accountId}::uuid or v.audience = 'team'
     order by v.account_id <> ${actor.accountId}::uuid, lower(v.name), v.id`);
  return {
    views: rows.map(({ ownerLogin, ownerName, conditions, policy, sequence, ...view }) => ({
      ...view,
      owner: { login: ownerLogin, name: ownerName },
      isChangeable: view.isMine || actor.role === "admin",
      conditions: conditionsSchema.parse(conditions),
      policy: policy === null ? null : askedPolicySchema.parse(policy),
      sequence: sequence === null ? null : sequenceSchema.parse(sequence),
    })),
  };
}
