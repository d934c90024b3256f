import { DomainError } from "../errors.ts";
import { parsePolicy } from "../filter-policy/parse/parse-policy.ts";
import { snsMessage } from "../filter-policy/parse/policy-fault.ts";
import type { PolicyScope } from "../filter-policy/policy.ts";
import { isSamePolicy } from "../messaging/same-policy.ts";
import { ALL } from "../vocabulary/choices/send-choices.ts";
import { hasOwnTarget } from "./own-target.ts";

/** The policy of a subscriber that wants these actions and changed attributes; with neither it gets everything of its layer. */
export function policyFor(
  id: string,
  { actions, changed }: { actions: readonly string[]; changed: readonly string[] },
): Record<string, unknown> {
  return {
    target: [ALL, id],
    ...(actions.length > 0 && { action: [...actions] }),
    ...(changed.length > 0 && { changed: [...changed] }),
  };
}

/**
 * Reads the text of a policy that somebody gave for a subscriber. On attributes, `target` is added where it is not there.
 *
 * @throws DomainError "bad-input": in SNS's words and ours when SNS would refuse it, when its `target` names others, or
 *   when it would change by being stored.
 */
export function checkPolicy(
  id: string,
  { policy: text, policyScope: scope }: { policy: string; policyScope: PolicyScope },
): Record<string, unknown> {
  refuseFault(text, scope);
  const given: unknown = JSON.parse(text);
  if (!isRecord(given)) throw refused("The policy must be a JSON object.");
  if (!isSamePolicy(text, JSON.stringify(given))) {
    throw refused(
      "The policy names a key twice or spells a number so that it would not be kept as it stands. Name each key once, and write numbers plainly, like 1000 for 1e3.",
    );
  }
  if (scope === "MessageBody") return given;
  const policy = "target" in given ? given : { ...policyFor(id, { actions: [], changed: [] }), ...given };
  if (!hasOwnTarget(id, policy)) {
    throw refused(
      `Its target must be ${JSON.stringify([ALL, id])}, or it would get replays that are meant for others. Leave target out: it is added.`,
    );
  }
  // With target added it may have a key or a combination too many.
  refuseFault(JSON.stringify(policy), scope);
  return policy;
}

function refuseFault(text: string, scope: PolicyScope): void {
  const { fault } = parsePolicy(text, scope);
  if (fault !== undefined) throw refused(`${snsMessage(fault, "SetSubscriptionAttributes")}. ${fault.hint.en}`);
}

function refused(sentence: string): DomainError {
  return new DomainError("bad-input", sentence, { field: "policy" });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
