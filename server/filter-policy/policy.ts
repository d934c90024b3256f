import type { AddressRange } from "./values/ip-range.ts";
import type { Words } from "./words.ts";

/** What a policy is asked of: the message's SNS attributes (the default of SNS), or its body. */
export const policyScopes = ["MessageAttributes", "MessageBody"] as const;
export type PolicyScope = (typeof policyScopes)[number];

/** One end of a numeric range, by the key of `numberKey`. */
export type NumberBound = { key: number; isOpen: boolean };

/** What one alternative for the value of a key asks. */
export type RuleBody =
  | { kind: "string"; value: string }
  | { kind: "number"; spelled: string }
  | { kind: "literal"; value: "true" | "false" | "null" }
  | { kind: "prefix" | "suffix" | "equals-ignore-case" | "anything-but-prefix"; value: string }
  | { kind: "anything-but"; values: readonly Extract<RuleBody, { kind: "string" | "number" }>[] }
  | { kind: "numeric"; from: NumberBound | null; to: NumberBound | null }
  | { kind: "cidr"; range: AddressRange }
  | { kind: "exists"; isWanted: boolean };

/** An alternative where it stands: `at` is its offset in the policy's text, `source` its text there. */
export type Rule = RuleBody & { at: number; source: string };

/** A key with its alternatives; `path` joins the names of nested keys with dots. */
export type KeyRules = { path: string; rules: readonly Rule[] };

/** Something that SNS accepts and that may not do what was meant. */
export type PolicyWarning = { words: Words; at: number };

/**
 * A valid policy as an OR of ANDs: a message passes when every key of one branch is satisfied. Without branches (the
 * policy `{}`) everything passes.
 */
export interface Policy {
  scope: PolicyScope;
  branches: readonly (readonly KeyRules[])[];
  /** What SNS counts against its limit of 150. */
  combinations: number;
  warnings: readonly PolicyWarning[];
}

/** A message as SNS takes it. Attributes are `{Type, Value}`, as in the envelope; a Binary one may lack its value. */
export interface PolicyMessage {
  attributes?: Readonly<Record<string, { Type: string; Value?: string | undefined }>>;
  body?: string;
}
