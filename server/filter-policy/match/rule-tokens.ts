import type { RuleBody } from "../policy.ts";
import { literalToken, numberToken, stringToken, type Token } from "../values/typed-token.ts";

/** The tokens that one exact value equals; none for a text that is no Unicode, which no message can hold. */
export function exactTokens(rule: RuleBody): Token[] {
  switch (rule.kind) {
    case "string":
      return rule.value.isWellFormed() ? [stringToken(rule.value)] : [];
    case "number":
      return [numberToken(rule.spelled)].filter((token) => token !== null);
    case "literal":
      return [literalToken(rule.value)];
    default:
      return [];
  }
}

/** The tokens that an anything-but list keeps out. */
export function excludedTokens(rule: Extract<RuleBody, { kind: "anything-but" }>): Token[] {
  return rule.values.flatMap(exactTokens);
}
