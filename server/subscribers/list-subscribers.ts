import { z } from "zod";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { Subscriber } from "../vocabulary/republish-order.ts";
import { selectSubscribers } from "./select-subscribers.ts";

/** Which subscribers to list: those of one layer, or all. */
export const listSubscribersSchema = z.object({ layer: z.enum(["internal", "external"]).optional() }).strict();

/**
 * The subscribers an event can be sent to again, by id.
 *
 * @throws DomainError "forbidden" when the actor may not see republishing.
 */
export async function listSubscribers(
  db: Executor,
  actor: Actor,
  { layer }: z.infer<typeof listSubscribersSchema>,
): Promise<Subscriber[]> {
  requirePermission(actor, "republish:see");
  const subscribers = await selectSubscribers(db, layer);
  return subscribers.map(({ queueName: _, ...subscriber }) => subscriber);
}
