import { fillWords, type Words } from "../words.ts";
import { policyHints } from "./policy-hints.ts";

/** Why SNS refuses a policy. */
export interface PolicyFault {
  /** SNS's own text, without the prefix that names the call. */
  message: string;
  /** Ours: the rule and the way out. */
  hint: Words;
  /** Offset in the policy's text, in UTF-16 units. */
  at: number;
  /** What the message is about: SNS names the policy in front of the first only. */
  about: "policy" | "nesting" | "scope";
}

/** Thrown inside the parser and caught by it. */
export class PolicyRefusal extends Error {
  readonly fault: PolicyFault;
  constructor(fault: PolicyFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Makes the refusal of a policy, to be thrown. */
export function refusal(
  message: string,
  at: number,
  hint: keyof typeof policyHints,
  values: Readonly<Record<string, string | number>> = {},
): PolicyRefusal {
  return new PolicyRefusal({ message, at, hint: fillWords(policyHints[hint], values), about: "policy" });
}

/**
 * The whole message with which SNS refuses a policy.
 *
 * @param call that sets it: each has its own prefix.
 */
export function snsMessage(fault: PolicyFault, call: "Subscribe" | "SetSubscriptionAttributes"): string {
  if (fault.about !== "policy") return `Invalid parameter: ${fault.message}`;
  const prefix = call === "Subscribe" ? "Attributes Reason: " : "";
  return `Invalid parameter: ${prefix}FilterPolicy: ${fault.message}`;
}
