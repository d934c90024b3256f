import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import { snsMessage } from "../../filter-policy/parse/policy-fault.ts";
import { type Policy, type PolicyScope, policyScopes } from "../../filter-policy/policy.ts";
import { invalidParameter, SnsError } from "./sns-error.ts";

/** How a subscription is served, derived from its attributes. */
export interface DeliverySettings {
  isRaw: boolean;
  policy: Policy;
}

/**
 * Checks the attributes of a subscription and reads what they say.
 *
 * @param call the request that sets them: SNS's texts name the attribute differently in each.
 * @throws SnsError InvalidParameter, in SNS's words where SNS refuses it too.
 */
export function readSubscriptionAttributes(
  attributes: ReadonlyMap<string, string>,
  call: "Subscribe" | "SetSubscriptionAttributes",
): DeliverySettings {
  const prefix = call === "Subscribe" ? "Attributes Reason: " : "";
  for (const name of attributes.keys()) if (!known.has(name)) throw unknownAttribute(name);
  const raw = attributes.get("RawMessageDelivery");
  const scope = readScope(attributes.get("FilterPolicyScope") ?? "MessageAttributes", prefix);
  // An empty text removes the policy, as `{}` does.
  const { policy, fault } = parsePolicy(attributes.get("FilterPolicy") || "{}", scope);
  if (policy === undefined) throw new SnsError("InvalidParameter", snsMessage(fault, call));
  return { isRaw: raw === undefined ? false : readBoolean(raw, prefix), policy };
}

const known = new Set(["RawMessageDelivery", "FilterPolicy", "FilterPolicyScope"]);

function readBoolean(value: string, prefix: string): boolean {
  if (value === "true" || value === "false") return value === "true";
  throw invalidParameter(`${prefix}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
}

function readScope(value: string, prefix: string): PolicyScope {
  const scope = policyScopes.find((one) => one === value);
  if (scope !== undefined) return scope;
  throw invalidParameter(
    `${prefix}FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
  );
}

function unknownAttribute(name: string): SnsError {
  return invalidParameter(
    `AttributeName: this embedded server knows RawMessageDelivery, FilterPolicy and FilterPolicyScope, not ${name}.`,
  );
}
