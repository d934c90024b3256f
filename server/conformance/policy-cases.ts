import { readFileSync } from "node:fs";
import { z } from "zod";
import type { PolicyMessage } from "../filter-policy/policy.ts";

/** A policy, a message, and whether SNS delivers it. */
export type MatchCase = { id: string; scope: string; policy: string; message: PolicyMessage; matches: boolean };

/** A policy and the whole message with which SNS refuses it when it comes with this call. */
export type InvalidPolicyCase = {
  id: string;
  scope: string;
  policyText: string;
  message: string;
  call: "Subscribe" | "SetSubscriptionAttributes";
};

/** The answer to a message that SNS does not even take. */
export const REFUSED_AT_PUBLISH = "refused at Publish";

/** A policy about which the sources differ, and the answer given here: delivered or not, or the refusal. */
export type ContestedCase = Omit<MatchCase, "matches"> & { ours: boolean | string };

const attributes = z.record(z.string(), z.object({ Type: z.string(), Value: z.string() }));
const asked = z.object({ id: z.string(), scope: z.string(), policy: z.unknown().optional() });
const withMessage = asked.extend({ attributes: attributes.optional(), body: z.string().optional() });

/** The cases that every part of the product has to answer rightly. */
export const matchCases: readonly MatchCase[] = read("match-cases", withMessage.extend({ matches: z.boolean() })).map(
  asMatchCase,
);

/** The invalid policies with the texts of SNS. */
export const invalidPolicies: readonly InvalidPolicyCase[] = read(
  "invalid-policies",
  asked.extend({ policyText: z.string().optional(), message: z.string() }),
).map(({ policy, policyText, ...one }) => ({
  ...one,
  policyText: policyText ?? JSON.stringify(policy),
  call: isOfSubscribe(one.message) ? "Subscribe" : "SetSubscriptionAttributes",
}));

/** The cases on which the sources differ. */
export const contestedCases: readonly ContestedCase[] = read(
  "contested",
  withMessage.extend({ ours: z.union([z.boolean(), z.string()]) }),
).map(asMatchCase);

/** The texts of the two calls begin differently, but for the one about nesting. */
function isOfSubscribe(message: string): boolean {
  return message.includes("Attributes Reason") || message.includes("does not support nested");
}

function read<T>(name: string, schema: z.ZodType<T>): T[] {
  const file = new URL(`../filter-policy/cases/${name}.json`, import.meta.url);
  return z.array(schema).parse(JSON.parse(readFileSync(file, "utf8")));
}

function asMatchCase<T extends z.infer<typeof withMessage>>({ policy, attributes: given, body, ...one }: T) {
  const message: PolicyMessage = body === undefined ? { attributes: given ?? {} } : { body };
  return { ...one, policy: JSON.stringify(policy), message };
}
