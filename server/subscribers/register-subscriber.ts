import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { RECORDER } from "./built-in-subscribers.ts";
import { hasOwnTarget } from "./own-target.ts";
import type { RegisteredSubscriber } from "./registered-subscriber.ts";

/**
 * Puts a subscriber into the registry, or brings its entry to what is given: from then on it can be the target of a
 * republish job, and provisioning makes its queue. A policy that staff have registered since is kept. Needs the owner's
 * connection.
 *
 * @throws DomainError "bad-input" when its policy would let other subscribers' replays through (decision 3).
 */
export async function registerSubscriber(db: Executor, subscriber: RegisteredSubscriber): Promise<void> {
  const { id, layer, ownerDomain, placement, description, queueName, policy, replayRule } = subscriber;
  const { policyScope = "MessageAttributes" } = subscriber;
  if (id !== RECORDER) requireTarget(id, policy);
  await db.execute(sql`
    insert into event.subscriber as ours (id, layer, owner_domain, placement, description, queue_name, policy, policy_scope, replay_rule)
    values (${id}, ${layer === "internal" ? 1 : 2}, ${ownerDomain}, ${placement}, ${JSON.stringify(description)}::text::jsonb,
            ${queueName}, ${JSON.stringify(policy)}::text::jsonb, ${policyScope}, ${replayRule})
    on conflict (id) do update
       set layer = excluded.layer, owner_domain = excluded.owner_domain, placement = excluded.placement,
           description = excluded.description, queue_name = excluded.queue_name, replay_rule = excluded.replay_rule,
           policy = case when ours.policy_by = excluded.policy_by then excluded.policy else ours.policy end,
           policy_scope = case when ours.policy_by = excluded.policy_by then excluded.policy_scope else ours.policy_scope end`);
}

function requireTarget(id: string, policy: Record<string, unknown>): void {
  if (hasOwnTarget(id, policy)) return;
  const wanted = JSON.stringify({ target: ["ALL", id] });
  throw new DomainError(
    "bad-input",
    `The filter policy of ${id} must contain ${wanted}, or it would get every replay that is meant for others. Add it.`,
    { field: "policy" },
  );
}
