import { type PolicyScope, policyScopes } from "#server/filter-policy/policy";
import { readNumberOnce, readOnce, readTextOnce, readWordOnce } from "#server/vocabulary/address/page-params";
import { ALL, DEFAULT_RATE, HIGHEST_RATE, sendOrders } from "#server/vocabulary/choices/send-choices";
import type { ConditionFault } from "#server/vocabulary/condition-faults";
import { type LayerName, layerNames } from "#server/vocabulary/member-event";

/** What of a new job's address is no condition. */
export const NEW_JOB_PARAMS = ["policy", "scope", "layer", "ofJob", "event", "target", "rate", "order"];

/** What a new job begins with, where the address says so: what an explorer or another job had. */
export type NewJobParams = {
  policy: { text: string; scope: PolicyScope } | null;
  layer: LayerName;
  ofJob: string | null;
  target: string;
  rate: number;
  order: (typeof sendOrders)[number];
  faults: ConditionFault[];
};

/** Reads what stands beside the conditions. What was not understood is a fault, and never another layer, order or subscriber. */
export function readNewJobParams(params: URLSearchParams): NewJobParams {
  const policy = readTextOnce(params, "policy");
  const scope = readWordOnce(params, "scope", policyScopes);
  const layer = readWordOnce(params, "layer", layerNames);
  const ofJob = readOnce(params, "ofJob", { kind: "uuid", longest: 100 });
  const target = readOnce(params, "target", { kind: "text", longest: 60 });
  const rate = readNumberOnce(params, "rate", [1, HIGHEST_RATE]);
  const order = readWordOnce(params, "order", sendOrders);
  return {
    policy: policy.value === undefined ? null : { text: policy.value, scope: scope.value ?? "MessageAttributes" },
    layer: layer.value ?? "internal",
    ofJob: ofJob.value ?? null,
    target: target.value ?? ALL,
    rate: rate.value ?? DEFAULT_RATE,
    order: order.value ?? "member",
    faults: [policy, scope, layer, ofJob, target, rate, order].flatMap(({ faults }) => faults),
  };
}

/** What is wrong with a target that only an address can name; nothing before it is known who receives. */
export function targetFaults(target: string, receivers: readonly string[] | undefined): ConditionFault[] {
  if (receivers === undefined || target === ALL || receivers.includes(target)) return [];
  return [{ key: "target", value: target, rule: "word", expected: [ALL, ...receivers].join(", ") }];
}
