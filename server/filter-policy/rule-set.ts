import { foldAscii, foldUnicode, isAscii } from "./fold-case.ts";
import { type Interval, IntervalSet } from "./interval-set.ts";
import { addressKey } from "./ip-range.ts";
import type { Rule } from "./policy.ts";
import { literalToken, numberKey, numberToken, stringToken, type Token } from "./typed-token.ts";

/**
 * The alternatives of one key, prepared so that a value is tested against all of them at once: the time grows with the
 * length of the value and hardly with the number of alternatives.
 */
export class RuleSet {
  readonly acceptsPresent: boolean;
  readonly acceptsAbsent: boolean;
  private readonly tokens: ReadonlySet<Token>;
  private readonly prefixes: PrefixSet;
  private readonly suffixes: PrefixSet;
  private readonly foldedAscii: ReadonlySet<string>;
  private readonly foldedUnicode: ReadonlySet<string>;
  private readonly numbers: IntervalSet<number>;
  private readonly addresses: IntervalSet<string>;
  private readonly excluded: Exclusion | null;

  constructor(rules: readonly Rule[]) {
    const texts = (kind: "prefix" | "suffix" | "equals-ignore-case") => {
      return rules.flatMap((rule) => (rule.kind === kind && rule.value.isWellFormed() ? [rule.value] : []));
    };
    const folded = texts("equals-ignore-case");
    this.acceptsPresent = rules.some((rule) => rule.kind === "exists" && rule.isWanted);
    this.acceptsAbsent = rules.some((rule) => rule.kind === "exists" && !rule.isWanted);
    this.tokens = new Set(rules.flatMap(exactTokens));
    this.prefixes = new PrefixSet(texts("prefix"));
    this.suffixes = new PrefixSet(texts("suffix").map(reverse));
    this.foldedAscii = new Set(folded.filter(isAscii).map(foldAscii));
    this.foldedUnicode = new Set(folded.filter((value) => !isAscii(value)).map(foldUnicode));
    this.numbers = new IntervalSet(rules.flatMap(numberInterval));
    this.addresses = new IntervalSet(rules.flatMap(addressInterval));
    this.excluded = exclusionOf(rules);
  }

  /** Whether a key with these values satisfies one of the rules; without values it is absent. */
  accepts(values: readonly Token[] | undefined): boolean {
    if (values === undefined || values.length === 0) return this.acceptsAbsent;
    return this.acceptsPresent || values.some((value) => this.acceptsValue(value));
  }

  /** Whether one present value satisfies a rule. */
  acceptsValue(token: Token): boolean {
    if (this.acceptsPresent || this.tokens.has(token)) return true;
    if (this.excluded !== null && !isExcluded(this.excluded, token)) return true;
    if (token.startsWith("n:")) return this.numbers.has(Number(token.slice(2)));
    if (!token.startsWith("s:")) return false;
    const text = token.slice(2);
    if (this.prefixes.hasPrefixOf(text) || (!this.suffixes.isEmpty && this.suffixes.hasPrefixOf(reverse(text))))
      return true;
    if (this.foldedAscii.size > 0 && this.foldedAscii.has(foldAscii(text))) return true;
    if (this.foldedUnicode.size > 0 && this.foldedUnicode.has(foldUnicode(text))) return true;
    if (this.addresses.isEmpty) return false;
    const address = addressKey(text);
    return address !== null && this.addresses.has(address);
  }
}

const prepared = new WeakMap<readonly Rule[], RuleSet>();

/** The prepared form of a key's rules, made once for each list. */
export function ruleSetOf(rules: readonly Rule[]): RuleSet {
  const known = prepared.get(rules);
  if (known !== undefined) return known;
  const made = new RuleSet(rules);
  prepared.set(rules, made);
  return made;
}

/** The tokens that one exact value equals; none for a text that is no Unicode, which no message can hold. */
export function exactTokens(rule: Rule): Token[] {
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
export function excludedTokens(rule: Extract<Rule, { kind: "anything-but" }>): Token[] {
  return rule.values.flatMap((value) => exactTokens({ at: rule.at, source: rule.source, ...value }));
}

function numberInterval(rule: Rule): Interval<number>[] {
  if (rule.kind !== "numeric") return [];
  const { from, to } = rule;
  const lowest = { key: numberKey(-5e9) ?? 0, isOpen: false };
  const highest = { key: numberKey(5e9) ?? 0, isOpen: false };
  return [
    {
      from: (from ?? lowest).key,
      fromOpen: from?.isOpen ?? false,
      to: (to ?? highest).key,
      toOpen: to?.isOpen ?? false,
    },
  ];
}

function addressInterval(rule: Rule): Interval<string>[] {
  return rule.kind === "cidr" ? [{ from: rule.range.from, fromOpen: false, to: rule.range.to, toOpen: false }] : [];
}

/** What every anything-but rule of a list keeps out: values in all their lists that begin with all their prefixes. */
type Exclusion = { tokens: ReadonlySet<Token> | null; prefix: string | null; isNothing: boolean };

function exclusionOf(rules: readonly Rule[]): Exclusion | null {
  const lists = rules.flatMap((rule) => (rule.kind === "anything-but" ? [new Set(excludedTokens(rule))] : []));
  const prefixes = rules.flatMap((rule) => (rule.kind === "anything-but-prefix" ? [rule.value] : []));
  if (lists.length + prefixes.length === 0) return null;
  const [first, ...others] = lists;
  const longest = prefixes.reduce((one, other) => (other.length > one.length ? other : one), "");
  return {
    tokens: first === undefined ? null : others.reduce((common, list) => common.intersection(list), first),
    prefix: prefixes.length === 0 ? null : stringToken(longest),
    isNothing: !prefixes.every((one) => longest.startsWith(one) && one.isWellFormed()),
  };
}

function isExcluded({ tokens, prefix, isNothing }: Exclusion, token: Token): boolean {
  return !isNothing && (tokens === null || tokens.has(token)) && (prefix === null || token.startsWith(prefix));
}

/** Texts of which none begins with another, so that only the nearest one before a text can be its beginning. */
class PrefixSet {
  readonly isEmpty: boolean;
  private readonly sorted: readonly string[];

  constructor(prefixes: readonly string[]) {
    const kept: string[] = [];
    for (const prefix of [...prefixes].sort()) {
      const last = kept[kept.length - 1];
      if (last === undefined || !prefix.startsWith(last)) kept.push(prefix);
    }
    this.sorted = kept;
    this.isEmpty = kept.length === 0;
  }

  hasPrefixOf(text: string): boolean {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sorted[middle] ?? "") <= text) low = middle + 1;
      else high = middle;
    }
    const nearest = this.sorted[low - 1];
    return nearest !== undefined && text.startsWith(nearest);
  }
}

function reverse(text: string): string {
  let reversed = "";
  for (let index = text.length - 1; index >= 0; index -= 1) reversed += text[index];
  return reversed;
}
