import type { MemberEvent } from "#server/vocabulary/member-event";
import type { Subscriber } from "#server/vocabulary/republish-order";

/**
 * Whether the subscriber's filter policy would surely drop the event although it is addressed to it. Only what can be
 * told here is told: lists of texts for `action` and `changed`; anything else counts as passing.
 */
export function policyDrops(
  { policy }: Pick<Subscriber, "policy">,
  event: Pick<MemberEvent, "action" | "changed">,
): boolean {
  return misses(policy.action, [event.action]) || misses(policy.changed, event.changed);
}

function misses(rules: unknown, values: string[]): boolean {
  if (!Array.isArray(rules) || !rules.every((rule) => typeof rule === "string")) return false;
  return !values.some((value) => rules.includes(value));
}
