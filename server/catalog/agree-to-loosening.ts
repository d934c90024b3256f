import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { reasonSchema } from "../vocabulary/reason.ts";
import { countMasked } from "./keep-masks.ts";

/** Which attribute may stand clear, and why. */
export const agreeToLooseningSchema = z
  .object({ name: z.string().min(1).max(100), reason: reasonSchema("say why it is no personal value any more") })
  .strict();

/**
 * Agrees that another admin's catalog may take the mask off a name, within 24 hours. Values that are masked stay masked.
 *
 * @returns how many events hold masked values of it: new ones like them will be visible.
 * @throws DomainError "forbidden" without catalog:push; "not-found" for a name that is personal nowhere.
 */
export async function agreeToLoosening(
  db: Executor,
  actor: Actor,
  { name, reason }: z.infer<typeof agreeToLooseningSchema>,
): Promise<Recorded<{ name: string; maskedEvents: number }>> {
  requirePermission(actor, "catalog:push");
  return actRecorded(db, actor, async (tx) => {
    const access = { act: "catalog.loosen", memberIds: [], what: { attribute: name }, reason };
    const personal = await tx.execute(sql`
      select from event.action_version v where v.schema -> 'properties' -> ${name} ? 'personal' limit 1`);
    if (personal.length === 0) {
      const message = `No action of the catalog has a personal attribute ${name}. Check the name with: memberscope catalog list.`;
      return { ...access, refusal: new DomainError("not-found", message, { field: "name" }) };
    }
    await tx.execute(
      sql`insert into event.loosening (name, agreed_by, reason) values (${name}, ${actor.accountId}::uuid, ${reason})`,
    );
    return { ...access, answer: { name, maskedEvents: await countMasked(tx, name) } };
  });
}
