import { type PolicyScope, policyScopes } from "#server/filter-policy/policy";
import { readTextOnce, readWordOnce } from "#server/vocabulary/address/page-params";
import { conditionsFromParams } from "#server/vocabulary/address/read-conditions";
import type { ConditionFault } from "#server/vocabulary/condition-faults";
import { conditionsToParams } from "#server/vocabulary/condition-params";
import type { Condition } from "#server/vocabulary/conditions";
import type { AskedPolicy } from "#server/vocabulary/explore/saved-view";
import { type LayerName, layerNames } from "#server/vocabulary/member-event";
import { EDITS, fitsAddress, KEPT, SAVED } from "../filters/kept-conditions.ts";
import { PAGE_SIZE } from "../list/event-pages.ts";

/** What policy mode asks: a policy of whose messages, and further conditions. A blank policy asks nothing yet. */
export type PolicyQuestion = {
  policy: string;
  scope: PolicyScope;
  layer: LayerName;
  conditions: Condition[];
  faults: ConditionFault[];
};

/** What of policy mode's address is no condition. */
const POLICY_PARAMS = ["policy", "scope", "layer", "event", KEPT, SAVED, EDITS];

/** The question that URL parameters ask; null without a policy among them. */
export function questionFromParams(params: URLSearchParams): PolicyQuestion | null {
  if (!params.has("policy")) return null;
  const policy = readTextOnce(params, "policy");
  const scope = readWordOnce(params, "scope", policyScopes);
  const layer = readWordOnce(params, "layer", layerNames);
  const { conditions, faults } = conditionsFromParams(params, POLICY_PARAMS);
  return {
    policy: policy.value ?? "",
    scope: scope.value ?? "MessageAttributes",
    layer: layer.value ?? "internal",
    conditions,
    faults: [...[policy, scope, layer].flatMap((read) => read.faults), ...faults],
  };
}

/** The question that a kept search or a saved view asks; null for one without a policy. */
export function questionOfNamed(named: { conditions: Condition[]; policy: AskedPolicy | null }): PolicyQuestion | null {
  if (named.policy === null) return null;
  const { text, scope, layer } = named.policy;
  return { policy: text, scope, layer, conditions: named.conditions, faults: [] };
}

/** The question as URL parameters; null when they would be too long for an address. */
export function questionToQuery({ policy, scope, layer, conditions }: Omit<PolicyQuestion, "faults">): string | null {
  const params = conditionsToParams(conditions);
  params.set("policy", policy);
  if (scope !== "MessageAttributes") params.set("scope", scope);
  if (layer !== "internal") params.set("layer", layer);
  const query = params.toString();
  return fitsAddress(query) ? query : null;
}

/** The cache key of a question's pages, the same on the server and in the browser. */
export function policySearchKey(question: PolicyQuestion) {
  return ["policy-search", question] as const;
}

/** The first page of what a question asks. */
export function policyRequest({ policy, scope, layer, conditions }: PolicyQuestion) {
  return { policy, scope, layer, conditions, limit: PAGE_SIZE };
}
