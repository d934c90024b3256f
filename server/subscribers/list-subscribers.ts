import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import type { Subscriber } from "../vocabulary/republish-order.ts";
import { RECORDER } from "./built-in-subscribers.ts";
import { selectSubscribers } from "./select-subscribers.ts";

/**
 * The subscribers an event can be sent to again, by id: all but the recorder, which gets every message anyway.
 *
 * @throws DomainError "forbidden" when the actor may not see republishing.
 */
export async function listSubscribers(
  db: Executor,
  actor: Actor,
  { layer }: { layer?: LayerName | undefined },
): Promise<Subscriber[]> {
  requirePermission(actor, "republish:see");
  const subscribers = await selectSubscribers(db, layer);
  return subscribers
    .filter(({ id }) => id !== RECORDER)
    .map(({ queueName: _, policyScope: __, ...subscriber }) => subscriber);
}
