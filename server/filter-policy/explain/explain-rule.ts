import { exactTokens } from "../match/rule-tokens.ts";
import type { Rule } from "../policy.ts";
import { foldUnicode } from "../values/fold-case.ts";
import { readAddress } from "../values/ip-range.ts";
import type { Token } from "../values/typed-token.ts";
import { fillWords, type Words } from "../words.ts";
import { explanationWords, typeWords } from "./explanation-words.ts";

type Sentence = keyof typeof explanationWords;

const SHOWN_LENGTH = 80;
const COMPARED_LENGTH = 1000;

/** Why a rule does not take any of the values; the value that tells most is shown. */
export function sayWhyNot(rule: Rule, values: readonly Token[]): Words {
  const about = { rule: shorten(rule.source) };
  if (rule.kind === "exists") return fillWords(explanationWords[rule.isWanted ? "absent" : "present"], about);
  if (values.length === 0) {
    const isAnythingBut = rule.kind === "anything-but" || rule.kind === "anything-but-prefix";
    return fillWords(explanationWords[isAnythingBut ? "absentAnythingBut" : "absent"], about);
  }
  const reasons = values.map((token) => ({ token, sentence: whyNot(rule, token) }));
  const telling = reasons.find(({ sentence }) => sentence !== "different") ?? reasons[0];
  const { token = "", sentence = "different" } = telling ?? {};
  const type = typeOf(token);
  const words = explanationWords[sentence];
  // The type first: a value may hold text that looks like a place.
  const typed = { ko: fillWords(words, { type: type.ko }).ko, en: fillWords(words, { type: type.en }).en };
  return fillWords(typed, { ...about, value: showToken(token) });
}

/** A value as people read it: JSON, shortened. */
export function showToken(token: Token): string {
  const value = token.slice(2);
  if (token.startsWith("s:")) return shorten(JSON.stringify(shorten(value)));
  return token.startsWith("n:") ? String(numberOf(token)) : value;
}

/** A text that fits into a sentence. */
export function shorten(text: string): string {
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH - 1)}…`;
}

function whyNot(rule: Exclude<Rule, { kind: "exists" }>, token: Token): Sentence {
  const isText = token.startsWith("s:");
  const text = token.slice(2);
  switch (rule.kind) {
    case "string":
      return isText ? whyNotEqual(rule.value, text) : typeReason(rule.value === shownPlain(token));
    case "number":
      if (token.startsWith("x:") && exactTokens(rule).some((wanted) => wanted.startsWith("x:"))) return "tooLarge";
      return typeReason(isText && text.length <= COMPARED_LENGTH && text.trim() === rule.spelled);
    case "literal":
      return typeReason(text === rule.value && isText);
    case "prefix":
      return isText ? "notPrefix" : "differentType";
    case "suffix":
      return isText ? "notSuffix" : "differentType";
    case "equals-ignore-case":
      return isText ? "different" : "differentType";
    case "anything-but":
    case "anything-but-prefix":
      return "excluded";
    case "numeric":
      if (token.startsWith("x:")) return "tooLarge";
      if (!token.startsWith("n:")) return "differentType";
      return isAtOpenEnd(rule, Number(text)) ? "outsideByDecimals" : "outside";
    case "cidr":
      if (!isText) return "differentType";
      return readAddress(text) === null ? "noAddress" : "outside";
  }
}

function typeReason(isSameSpelling: boolean): Sentence {
  return isSameSpelling ? "differentType" : "different";
}

function whyNotEqual(wanted: string, found: string): Sentence {
  // Nobody compares long texts by eye, and looking closer at each would take long.
  if (found.length > COMPARED_LENGTH || wanted.length > COMPARED_LENGTH) return "different";
  if (found.trim() === wanted.trim()) return "differentSpace";
  return foldUnicode(found) === foldUnicode(wanted) ? "differentCase" : "different";
}

function isAtOpenEnd({ from, to }: Extract<Rule, { kind: "numeric" }>, key: number): boolean {
  return (from?.isOpen === true && from.key === key) || (to?.isOpen === true && to.key === key);
}

function shownPlain(token: Token): string {
  return token.startsWith("n:") ? String(numberOf(token)) : token.slice(2);
}

function numberOf(token: Token): number {
  return Number((Number(token.slice(2)) / 1e6 - 5e9).toFixed(6));
}

function typeOf(token: Token): Words {
  const [letter = ""] = token;
  return letter === "s" || letter === "n" || letter === "x" ? typeWords[letter] : typeWords.l;
}
