import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { RECORDER } from "../../subscribers/built-in-subscribers.ts";
import { selectSubscribers } from "../../subscribers/select-subscribers.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { Subscriber } from "../../vocabulary/republish-order.ts";

/**
 * Everybody a job of a layer can be addressed to, by id; the recorder is nobody's target.
 *
 * @throws DomainError "forbidden" when the actor may not see republishing.
 */
export async function listReceivers(
  db: Executor,
  actor: Actor,
  { layer }: { layer: LayerName },
): Promise<{ receivers: Pick<Subscriber, "id" | "description" | "replayRule">[] }> {
  requirePermission(actor, "republish:see");
  const receivers = (await selectSubscribers(db, layer)).filter(({ id }) => id !== RECORDER);
  return { receivers: receivers.map(({ id, description, replayRule }) => ({ id, description, replayRule })) };
}
