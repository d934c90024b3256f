import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { isInForce } from "../messaging/provision-subscription.ts";
import type { Subscriptions } from "../messaging/read-subscriptions.ts";
import { isSamePolicy } from "../messaging/same-policy.ts";
import type { Actor } from "../staff/actor.ts";
import { actOutsideRecorded, actRecorded, type Recorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { PolicyChangeOrder } from "../vocabulary/subscriber.ts";
import { checkPolicy } from "./check-policy.ts";
import { findSubscriber, isInCode } from "./show-subscriber.ts";

/**
 * Registers another policy for a subscriber. Deliveries follow it only when it is applied.
 *
 * @throws DomainError "forbidden"; "not-found"; "conflict" when the policy stands in the program; "bad-input" when SNS
 *   would refuse it, in SNS's words and ours.
 */
export async function changePolicy(
  db: Executor,
  actor: Actor,
  change: PolicyChangeOrder,
): Promise<Recorded<Record<string, never>>> {
  requirePermission(actor, "subscriber:manage");
  const { id, policyScope } = change;
  const subscriber = await findSubscriber(db, id);
  if (isInCode(subscriber)) {
    throw new DomainError("conflict", `The policy of ${id} stands in the member system's code. Change it there.`, {
      field: "id",
    });
  }
  const policy = checkPolicy(id, change);
  return actRecorded(db, actor, async (tx) => {
    const what = { subscriber: id, policy, policyScope };
    await tx.execute(sql`
      update event.subscriber set policy = ${JSON.stringify(policy)}::text::jsonb, policy_scope = ${policyScope}, policy_by = ${actor.login}
       where id = ${id}`);
    return { act: "subscriber.policy", memberIds: [], what, answer: {} };
  });
}

/**
 * Brings the subscription in SNS to the registered policy. That it is done is recorded before SNS is asked, and a failure
 * after it.
 *
 * @param order.seen the policy in force as the person saw it when confirming.
 * @throws DomainError "forbidden"; "not-found"; "conflict" when there is no subscription yet, or SNS has another policy by
 *   now than the one seen; "unavailable" when SNS does not answer or refuses.
 */
export async function applyPolicy(
  db: Executor,
  actor: Actor,
  order: { id: string; seen: string; subscriptions: Pick<Subscriptions, "read" | "setPolicy"> },
): Promise<Recorded<Record<string, never>>> {
  requirePermission(actor, "subscriber:manage");
  const { id, seen, subscriptions } = order;
  const { layer, queueName, policy, policyScope: scope } = await findSubscriber(db, id);
  const current = await askSns(subscriptions.read({ layer, queueName }));
  if (current === null) {
    throw new DomainError("conflict", `${id} has no subscription in SNS yet. Make it with: memberscope aws apply.`, {
      field: "id",
    });
  }
  if (!isSamePolicy(current.policy, seen)) {
    throw new DomainError("conflict", "SNS has another policy by now than the one you saw. Look at it again first.", {
      field: "seen",
    });
  }
  const wanted = { policy: JSON.stringify(policy), scope };
  if (isInForce(current, wanted)) return actRecorded(db, actor, async () => ({ unchanged: {} }));
  return actOutsideRecorded(db, actor, {
    act: "subscriber.apply",
    memberIds: [],
    what: { subscriber: id, from: current.policy, to: policy },
    async work() {
      await askSns(subscriptions.setPolicy(current, wanted));
      await db.execute(sql`
        insert into event.subscriber_policy (subscriber_id, act, policy, policy_scope, changed_by)
        values (${id}, 'applied', ${wanted.policy}::text::jsonb, ${scope}, ${actor.login})`);
      return {};
    },
  });
}

async function askSns<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError("unavailable", `SNS did not do it: ${said}. Nothing is lost; try again.`, { cause });
  }
}
