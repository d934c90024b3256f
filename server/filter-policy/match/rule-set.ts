import type { Rule } from "../policy.ts";
import { foldAscii, foldUnicode, isAscii } from "../values/fold-case.ts";
import { type Interval, IntervalSet } from "../values/interval-set.ts";
import { readAddress } from "../values/ip-range.ts";
import { PrefixSet } from "../values/prefix-set.ts";
import { LARGEST_NUMBER, numberKey, stringToken, type Token } from "../values/typed-token.ts";
import { Exclusion } from "./exclusion.ts";
import type { LeafValues } from "./leaf-collector.ts";
import { exactTokens } from "./rule-tokens.ts";

/**
 * The alternatives of one key, prepared so that a value is tested against all of them at once: the time grows with the
 * length of the value and hardly with the number of alternatives.
 */
export class RuleSet {
  readonly acceptsPresent: boolean;
  readonly acceptsAbsent: boolean;
  /** Strings that are accepted as they are. */
  private readonly strings: ReadonlySet<string>;
  /** Literals, and numbers that have no key. */
  private readonly tokens: ReadonlySet<Token>;
  private readonly numbers: IntervalSet<number>;
  private readonly prefixes: PrefixSet;
  private readonly suffixes: PrefixSet;
  private readonly folded: readonly { fold: (text: string) => string; texts: ReadonlySet<string> }[];
  private readonly addresses: { v4: IntervalSet<number>; v6: IntervalSet<string> };
  private readonly exclusion: Exclusion | null;

  constructor(rules: readonly Rule[]) {
    const texts = (kind: "prefix" | "suffix" | "equals-ignore-case") => {
      return rules.flatMap((rule) => (rule.kind === kind && rule.value.isWellFormed() ? [rule.value] : []));
    };
    const exact = rules.flatMap(exactTokens);
    const ignoringCase = texts("equals-ignore-case");
    this.acceptsPresent = rules.some((rule) => rule.kind === "exists" && rule.isWanted);
    this.acceptsAbsent = rules.some((rule) => rule.kind === "exists" && !rule.isWanted);
    this.strings = new Set(exact.filter((token) => token.startsWith("s:")).map((token) => token.slice(2)));
    this.tokens = new Set(exact.filter((token) => !token.startsWith("s:")));
    this.numbers = new IntervalSet([...exact.flatMap(exactInterval), ...rules.flatMap(numberInterval)]);
    this.prefixes = new PrefixSet(texts("prefix"), "start");
    this.suffixes = new PrefixSet(texts("suffix"), "end");
    this.folded = [
      { fold: foldAscii, texts: new Set(ignoringCase.filter(isAscii).map(foldAscii)) },
      { fold: foldUnicode, texts: new Set(ignoringCase.filter((value) => !isAscii(value)).map(foldUnicode)) },
    ].filter((one) => one.texts.size > 0);
    this.addresses = addressesOf(rules);
    this.exclusion = Exclusion.of(rules);
  }

  /** Whether a key with these values satisfies one of the rules; without values it is absent. */
  accepts(values: LeafValues | undefined): boolean {
    if (values === undefined) return this.acceptsAbsent;
    if (this.acceptsPresent) return true;
    return this.findAccepted(values) !== undefined;
  }

  /** The first value that satisfies a rule. */
  findAccepted({ strings, keys, tokens }: LeafValues): Token | undefined {
    const text = strings.find((one) => this.acceptsString(one));
    if (text !== undefined) return stringToken(text);
    const key = keys.find((one) => this.acceptsKey(one));
    return key === undefined ? tokens.find((one) => this.acceptsToken(one)) : `n:${key}`;
  }

  private acceptsString(text: string): boolean {
    if (this.acceptsPresent || this.exclusion?.admitsString(text) === true) return true;
    if (this.strings.size > 0 && this.strings.has(text)) return true;
    if (this.prefixes.hasPrefixOf(text) || this.suffixes.hasPrefixOf(text)) return true;
    for (const { fold, texts } of this.folded) if (texts.has(fold(text))) return true;
    const { v4, v6 } = this.addresses;
    if (v4.isEmpty && v6.isEmpty) return false;
    const address = readAddress(text);
    return address !== null && (typeof address === "number" ? v4.has(address) : v6.has(address));
  }

  private acceptsKey(key: number): boolean {
    return this.acceptsPresent || this.numbers.has(key) || this.exclusion?.admitsKey(key) === true;
  }

  private acceptsToken(token: Token): boolean {
    // No list of anything-but can hold such a value.
    return this.acceptsPresent || this.tokens.has(token) || this.exclusion !== null;
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

function exactInterval(token: Token): Interval<number>[] {
  if (!token.startsWith("n:")) return [];
  const key = Number(token.slice(2));
  return [{ from: key, fromOpen: false, to: key, toOpen: false }];
}

const LOWEST_KEY = numberKey(-LARGEST_NUMBER) ?? 0;
const HIGHEST_KEY = numberKey(LARGEST_NUMBER) ?? 0;

function numberInterval(rule: Rule): Interval<number>[] {
  if (rule.kind !== "numeric") return [];
  const { from, to } = rule;
  return [
    {
      from: from?.key ?? LOWEST_KEY,
      fromOpen: from?.isOpen ?? false,
      to: to?.key ?? HIGHEST_KEY,
      toOpen: to?.isOpen ?? false,
    },
  ];
}

function addressesOf(rules: readonly Rule[]): { v4: IntervalSet<number>; v6: IntervalSet<string> } {
  const v4: Interval<number>[] = [];
  const v6: Interval<string>[] = [];
  for (const rule of rules) {
    if (rule.kind !== "cidr") continue;
    const { from, to } = rule.range;
    if (typeof from === "number" && typeof to === "number") v4.push({ from, fromOpen: false, to, toOpen: false });
    if (typeof from === "string" && typeof to === "string") v6.push({ from, fromOpen: false, to, toOpen: false });
  }
  return { v4: new IntervalSet(v4), v6: new IntervalSet(v6) };
}
