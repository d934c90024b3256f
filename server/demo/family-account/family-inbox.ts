import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { Delivery } from "../outside/delivery-of.ts";

/** What the family account system did with a message. */
export type FamilyOutcome =
  | "withdrawn"
  | "kept"
  | "not in a family"
  | "let go"
  | "objected"
  | "back again"
  | "nothing to take back"
  | "handled before";

/** Whether this handling is in the inbox. */
export async function isHandled(db: Executor, { eventId, delivery }: Delivery): Promise<boolean> {
  const known = await db.execute(sql`
    select from family_account.inbox where event_id = ${eventId}::uuid and delivery = ${delivery}`);
  return known.length > 0;
}

/** Puts a handling into the inbox, in the transaction of its effect. */
export async function remember(
  tx: Executor,
  { eventId, delivery }: Delivery,
  outcome: FamilyOutcome,
): Promise<FamilyOutcome> {
  const added = await tx.execute(sql`
    insert into family_account.inbox (event_id, delivery, outcome) values (${eventId}::uuid, ${delivery}, ${outcome})
    on conflict do nothing returning 1`);
  return added.length > 0 ? outcome : "handled before";
}
