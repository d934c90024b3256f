import { sql } from "drizzle-orm";
import type { Db, Executor } from "../../db.ts";
import type { MemberscopeMessage } from "../../messaging/message.ts";
import { type Delivery, deliveryOf } from "../outside/delivery-of.ts";

/** What the family account system did with a message, as its inbox has it. */
export type FamilyOutcome =
  | "withdrawn"
  | "kept"
  | "not in a family"
  | "let go"
  | "objected"
  | "back again"
  | "nothing to take back";

/** One handling: its effect, and what is said about it to others. */
type Handling = {
  /** Does it, and gives its outcome to the inbox with `remember`, in one transaction. */
  act(handling: Delivery): Promise<FamilyOutcome>;
  /** Says it to others, after the commit; saying it twice must be saying it once. */
  tell(outcome: FamilyOutcome, handling: Delivery): Promise<void>;
};

/**
 * Handles a message once for each (event, delivery). What is said to others is said again when the message comes again:
 * whoever died between the commit and the saying left the message in the queue.
 *
 * @returns the outcome, "handled before" for a copy.
 * @throws what `act` throws, with nothing done, and what `tell` throws; then the message comes again.
 */
export async function handleOnce(
  db: Db,
  message: MemberscopeMessage,
  { act, tell }: Handling,
): Promise<FamilyOutcome | "handled before"> {
  const handling = deliveryOf(message);
  const known = await findOutcome(db, handling);
  const outcome = known ?? (await act(handling));
  await tell(outcome, handling);
  return known === null ? outcome : "handled before";
}

async function findOutcome(db: Executor, { eventId, delivery }: Delivery): Promise<FamilyOutcome | null> {
  const [known] = await db.execute<{ outcome: FamilyOutcome }>(sql`
    select outcome from family_account.inbox where event_id = ${eventId}::uuid and delivery = ${delivery}`);
  return known?.outcome ?? null;
}

/** Puts a handling into the inbox, in the transaction of its effect. A copy that came at the same time was first: then its outcome. */
export async function remember(
  tx: Executor,
  { eventId, delivery }: Delivery,
  outcome: FamilyOutcome,
): Promise<FamilyOutcome> {
  const added = await tx.execute(sql`
    insert into family_account.inbox (event_id, delivery, outcome) values (${eventId}::uuid, ${delivery}, ${outcome})
    on conflict do nothing returning 1`);
  if (added.length > 0) return outcome;
  return (await findOutcome(tx, { eventId, delivery })) ?? outcome;
}
