import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";
import { requireFreshProof } from "../staff/require-fresh-proof.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { NewSubscriber } from "../vocabulary/subscriber.ts";
import { checkPolicy, policyFor } from "./check-policy.ts";
import { insertServiceToken } from "./service-tokens.ts";

/** A subscriber that is new, and the text with which its queue's name begins. */
type Addition = NewSubscriber & { queuePrefix: string };

/** Who was registered, and the token that was made with it. `needsSecond`: it opens nothing before another admin approves it. */
type Registered = { id: string; token: string | null; needsSecond: boolean };

/**
 * Registers a new subscriber by order of staff, with a token when it is to have one. Its queue and its subscription are
 * made by `memberscope aws apply`.
 *
 * @returns the token, which is shown this once; null when no fields were asked for.
 * @throws DomainError "forbidden"; "conflict" when the id is taken; "bad-input" for a policy that SNS would refuse.
 */
export async function addSubscriber(
  db: Executor,
  actor: Actor,
  { queuePrefix, tokenFields, tokenTerms, ...added }: Addition,
): Promise<Recorded<Registered>> {
  requirePermission(actor, "subscriber:manage");
  if (tokenFields.length > 0) requireFreshProof(actor);
  const { id, layer, ownerDomain, placement, description, policyScope } = added;
  if (added.policy !== undefined && added.actions.length + added.changed.length > 0) {
    throw new DomainError("bad-input", "Give either a policy, or actions and changed attributes: not both.", {
      field: "policy",
    });
  }
  if (added.policy === undefined && policyScope === "MessageBody") {
    throw new DomainError("bad-input", "The scope MessageBody needs a policy of its own. Give one.", {
      field: "policyScope",
    });
  }
  const { policy: text } = added;
  const policy = text === undefined ? policyFor(id, added) : checkPolicy(id, { policy: text, policyScope });
  if (text === undefined) checkPolicy(id, { policy: JSON.stringify(policy), policyScope });
  return actRecorded<Registered>(db, actor, async (tx) => {
    const rows = await tx.execute(sql`
      insert into event.subscriber (id, layer, owner_domain, placement, description, queue_name, policy, policy_scope, policy_by, replay_rule)
      values (${id}, ${layer === "internal" ? 1 : 2}, ${ownerDomain}, ${placement}, ${JSON.stringify(description)}::text::jsonb,
              ${`${queuePrefix}${id}`}, ${JSON.stringify(policy)}::text::jsonb, ${policyScope}, ${actor.login}, 'unknown')
      on conflict do nothing returning id`);
    if (rows.length === 0) {
      throw new DomainError("conflict", `There is a subscriber ${id} already. Choose another id, or change that one.`, {
        field: "id",
      });
    }
    const what = { subscriber: id, layer, policy, policyScope };
    const access = { act: "subscriber.register", memberIds: [], what };
    if (tokenFields.length === 0 || tokenTerms === undefined)
      return { ...access, answer: { id, token: null, needsSecond: false } };
    const made = await insertServiceToken(tx, actor, { id, fields: tokenFields, ...tokenTerms });
    // Thrown, it undoes the registration, too.
    if ("refusal" in made) throw made.refusal;
    const { token, needsSecond } = made.issued;
    return { ...access, also: [made.access], answer: { id, token, needsSecond } };
  });
}
