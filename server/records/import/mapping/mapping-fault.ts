import type { z } from "zod";

type Issue = z.core.$ZodRawIssue;

/** The rule that a field of a mapping breaks, as the end of a sentence that begins with the field's path. */
export function ruleOf(issue: Issue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return `does not know ${issue.keys.map((key) => `"${key}"`).join(", ")}; leave it out or correct the name`;
    case "invalid_type":
      return issue.input === undefined
        ? "must be given"
        : `must be ${withArticle(issue.expected)}, and is ${kindOf(issue.input)}`;
    case "invalid_value":
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "invalid_key":
      return issue.issues[0]?.message ?? "is no name";
    case "invalid_union":
      return "must be a text, a number, true, false or null";
    case "too_small":
      return issue.origin === "number" || issue.origin === "int"
        ? `must be at least ${issue.minimum}`
        : "must not be empty";
    case "too_big":
      return `must be at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}`;
    default:
      return issue.message ?? "is not what the document describes";
  }
}

const kinds: Record<string, string> = {
  object: "an object",
  record: "an object",
  array: "a list",
  string: "a text",
  int: "a whole number",
};

function withArticle(expected: string): string {
  return kinds[expected] ?? `a ${expected}`;
}

function kindOf(input: unknown): string {
  if (input === null) return "null";
  return Array.isArray(input) ? "a list" : withArticle(typeof input);
}
