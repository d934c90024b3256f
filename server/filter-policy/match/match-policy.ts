import type { Policy, PolicyMessage } from "../policy.ts";
import { messageLeaves } from "./message-leaves.ts";
import { ruleSetOf } from "./rule-set.ts";

/** Says whether SNS would deliver a message to a subscription with this policy. */
export function matchPolicy(policy: Policy, message: PolicyMessage): boolean {
  if (policy.branches.length === 0) return true;
  const { leaves } = messageLeaves(message, policy.scope, policyPaths(policy));
  if (leaves === undefined) return false;
  return policy.branches.some((keys) => keys.every(({ path, rules }) => ruleSetOf(rules).accepts(leaves.get(path))));
}

/** The paths that a policy asks for, each once. */
export function policyPaths(policy: Policy): Set<string> {
  return new Set(policy.branches.flatMap((keys) => keys.map(({ path }) => path)));
}
