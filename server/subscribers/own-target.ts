import { parsePolicy } from "../filter-policy/parse/parse-policy.ts";
import type { PolicyScope } from "../filter-policy/policy.ts";
import { ALL } from "../vocabulary/choices/send-choices.ts";

/** Whether a policy takes what is meant for everybody and for this subscriber, and nothing that is meant for others. */
export function hasOwnTarget(id: string, policy: Record<string, unknown>): boolean {
  const { target } = policy;
  return Array.isArray(target) && target.length === 2 && target.includes(ALL) && target.includes(id);
}

/**
 * Whether a policy lets replays through that are meant for other subscribers: on the body it always does, since the
 * target is an attribute; on attributes, unless each of its branches asks for `target` by texts that name nobody else.
 */
export function lacksTarget(id: string, policy: Record<string, unknown>, scope: PolicyScope): boolean {
  const { policy: parsed } = parsePolicy(policy, scope);
  if (scope === "MessageBody" || parsed === undefined || parsed.branches.length === 0) return true;
  return !parsed.branches.every((keys) =>
    keys.some(
      ({ path, rules }) =>
        path === "target" && rules.every((rule) => rule.kind === "string" && [ALL, id].includes(rule.value)),
    ),
  );
}
