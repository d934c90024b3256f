import { listActions } from "../catalog/list-actions.ts";
import type { Executor } from "../db.ts";
import { takesAction } from "../filter-policy/match/takes-action.ts";
import { parsePolicy } from "../filter-policy/parse/parse-policy.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { ActionListener } from "../vocabulary/explore/catalog-page.ts";
import type { CatalogAction } from "../vocabulary/member-event.ts";
import { RECORDER } from "./built-in-subscribers.ts";
import { type StoredSubscriber, selectSubscribers } from "./select-subscribers.ts";

/**
 * Everybody in the registry with the actions of the catalog whose events they take, by their registered policy and the
 * action's current version. The recorder, which takes everything, is left out.
 *
 * @throws DomainError "forbidden" when the actor may not see subscribers.
 */
export async function actionListeners(db: Executor, actor: Actor): Promise<{ listeners: ActionListener[] }> {
  requirePermission(actor, "subscriber:see");
  const [subscribers, actions] = await Promise.all([selectSubscribers(db), listActions(db)]);
  const listeners = subscribers
    .filter(({ id }) => id !== RECORDER)
    .map((subscriber) => {
      const { id, layer, description } = subscriber;
      return { id, layer, description, takes: takenBy(subscriber, actions) };
    });
  return { listeners };
}

function takenBy({ layer, policy, policyScope }: StoredSubscriber, actions: readonly CatalogAction[]) {
  const { policy: parsed } = parsePolicy(policy, policyScope);
  const takes: ActionListener["takes"] = {};
  if (parsed === undefined) return takes;
  for (const { name, external, attributes, required } of actions) {
    if (layer === "external" && !external) continue;
    const messages = { layer, action: name, attributes: Object.keys(attributes), required };
    const taken = takesAction(parsed, messages);
    if (taken !== "none") takes[name] = taken;
  }
  return takes;
}
