import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import { snsMessage } from "../../filter-policy/parse/policy-fault.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { AskedPolicy } from "../../vocabulary/explore/saved-view.ts";
import type { Sequence } from "../../vocabulary/sequence/sequence.ts";
import { recordableConditions } from "../search/recordable-conditions.ts";

type Question = {
  conditions: readonly Condition[];
  policy: AskedPolicy | null;
  sequence?: Sequence | null | undefined;
};

/**
 * Lets a question pass that may be kept under a name.
 *
 * @throws DomainError "bad-input" for a policy that SNS would refuse, and for a clear personal value: views stay when a member
 *   is erased, and others read them.
 */
export async function requireKeepable(db: Executor, question: Question): Promise<void> {
  const { policy, sequence } = question;
  const conditions = [...question.conditions, ...(sequence?.steps.flatMap((step) => step.conditions) ?? [])];
  if (policy !== null) {
    const { fault } = parsePolicy(policy.text, policy.scope);
    if (fault !== undefined) {
      throw new DomainError("bad-input", `${snsMessage(fault, "Subscribe")} - ${fault.hint.en}`, { field: "policy" });
    }
  }
  const recorded = await recordableConditions(db, conditions);
  const personal = conditions.find((condition, n) => {
    return condition.values.some((value, at) => value !== recorded[n]?.values[at]);
  });
  if (personal === undefined) return;
  throw new DomainError(
    "bad-input",
    `A view keeps no personal values, and "${personal.name}" is searched for one. Leave that condition out, and look the person up in the search field.`,
    { field: "conditions" },
  );
}
