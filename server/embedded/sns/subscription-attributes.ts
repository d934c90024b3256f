import { parseStringEqualityPolicy, type StringEqualityPolicy } from "../../filter-policy/string-equality.ts";
import { invalidParameter, type SnsError } from "./sns-error.ts";

/** How a subscription is served, derived from its attributes. */
export interface DeliverySettings {
  isRaw: boolean;
  policy: StringEqualityPolicy;
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
  const settings: DeliverySettings = { isRaw: false, policy: new Map() };
  const prefix = call === "Subscribe" ? "Attributes Reason: " : "";
  for (const [name, value] of attributes) {
    if (name === "RawMessageDelivery") settings.isRaw = readBoolean(value, prefix);
    else if (name === "FilterPolicyScope") refuseScope(value, prefix);
    else if (name === "FilterPolicy") settings.policy = readPolicy(value, prefix);
    else throw unknownAttribute(name);
  }
  return settings;
}

function readBoolean(value: string, prefix: string): boolean {
  if (value === "true" || value === "false") return value === "true";
  throw invalidParameter(`${prefix}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
}

function refuseScope(value: string, prefix: string): void {
  if (value === "MessageAttributes") return;
  if (value === "MessageBody") {
    throw invalidParameter(
      `${prefix}FilterPolicyScope: this embedded server only knows the scope MessageAttributes so far.`,
    );
  }
  throw invalidParameter(
    `${prefix}FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
  );
}

function readPolicy(text: string, prefix: string): StringEqualityPolicy {
  // An empty text removes the policy, as `{}` does.
  const reading = parseStringEqualityPolicy(text === "" ? "{}" : text);
  if (reading.policy !== undefined) return reading.policy;
  throw invalidParameter(reading.aboutScope ? reading.refusal : `${prefix}FilterPolicy: ${reading.refusal}`);
}

function unknownAttribute(name: string): SnsError {
  return invalidParameter(
    `AttributeName: this embedded server knows RawMessageDelivery, FilterPolicy and FilterPolicyScope, not ${name}.`,
  );
}
