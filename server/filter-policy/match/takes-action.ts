import type { Policy } from "../policy.ts";
import { NumberList } from "../values/number-list.ts";
import type { LeafValues } from "./leaf-collector.ts";
import { type RuleSet, ruleSetOf } from "./rule-set.ts";

/** What is known of the messages of an action in one layer before there is one. */
export type ActionMessages = {
  layer: "internal" | "external";
  action: string;
  /** The names of its attributes, and those that every event of it has. */
  attributes: readonly string[];
  required: readonly string[];
};

/** Whether a policy lets messages of an action through: every one, those that say more than is known here, or none. */
export type Taken = "all" | "some" | "none";

/** What stands in a body; of an external event a subscriber has to ask back for everything else. */
const told = ["eventId", "memberId", "action", "version", "changed", "occurredAt"];
const bodyNames = {
  external: new Set(told),
  internal: new Set([...told, "attributes", "context", "correlationId", "causationId"]),
};

/**
 * Whether a subscription with this policy takes events of an action, as they are first published for everybody.
 *
 * "none" is certain, and "all" is of events in which every attribute that must be there changed; what depends on an event's
 * own values is "some".
 */
export function takesAction(policy: Policy, messages: ActionMessages): Taken {
  if (policy.branches.length === 0) return "all";
  const ofBranches = policy.branches.map((keys) => {
    const ofKeys = keys.map(({ path, rules }) => takesAt(path, ruleSetOf(rules), { scope: policy.scope, ...messages }));
    if (ofKeys.includes("none")) return "none";
    return ofKeys.every((taken) => taken === "all") ? "all" : "some";
  });
  if (ofBranches.includes("all")) return "all";
  return ofBranches.includes("some") ? "some" : "none";
}

function takesAt(path: string, rules: RuleSet, messages: ActionMessages & { scope: Policy["scope"] }): Taken {
  const { scope, layer, action } = messages;
  if (path === "action") return sure(rules.accepts(text(action)));
  if (path === "changed") return takesChanged(rules, messages);
  if (scope === "MessageAttributes") {
    if (path === "layer") return sure(rules.accepts(text(layer)));
    if (path === "target") return sure(rules.accepts(text("ALL")));
    // Only what is sent again has them.
    if (path === "replay" || path === "attempt") return sure(rules.accepts(undefined));
    return "some";
  }
  const [first = ""] = path.split(".");
  return bodyNames[layer].has(first) ? "some" : sure(rules.accepts(undefined));
}

function takesChanged(rules: RuleSet, { attributes, required }: ActionMessages): Taken {
  if (attributes.length === 0) return sure(rules.accepts(undefined));
  if (required.some((name) => rules.accepts(text(name)))) return "all";
  return rules.accepts(undefined) || attributes.some((name) => rules.accepts(text(name))) ? "some" : "none";
}

function sure(isTaken: boolean): Taken {
  return isTaken ? "all" : "none";
}

function text(value: string): LeafValues {
  return { strings: [value], keys: new NumberList(), tokens: [] };
}
