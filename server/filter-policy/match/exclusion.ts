import type { Rule } from "../policy.ts";
import { stringToken, type Token } from "../values/typed-token.ts";
import { excludedTokens } from "./rule-tokens.ts";

/**
 * What the anything-but rules of one list keep out together. One of them suffices to let a value in, so what is out must
 * stand in all their lists and begin with all their prefixes.
 */
export class Exclusion {
  private readonly strings: ReadonlySet<string>;
  private readonly keys: ReadonlySet<number>;
  private readonly hasList: boolean;
  /** Null without prefixes; an impossible pair of them keeps nothing out. */
  private readonly prefix: string | null;
  private readonly isNothing: boolean;

  /** The exclusion of a key's rules; null when none of them is an anything-but. */
  static of(rules: readonly Rule[]): Exclusion | null {
    const lists = rules.flatMap((rule) => (rule.kind === "anything-but" ? [new Set(excludedTokens(rule))] : []));
    const prefixes = rules.flatMap((rule) => (rule.kind === "anything-but-prefix" ? [rule.value] : []));
    return lists.length + prefixes.length === 0 ? null : new Exclusion(lists, prefixes);
  }

  private constructor(lists: readonly ReadonlySet<Token>[], prefixes: readonly string[]) {
    const [first = new Set<Token>(), ...others] = lists;
    const common = others.reduce((one, other) => one.intersection(other), first);
    const longest = prefixes.reduce((one, other) => (other.length > one.length ? other : one), "");
    this.hasList = lists.length > 0;
    this.strings = new Set(
      [...common].filter((token) => token.startsWith(stringToken(""))).map((token) => token.slice(2)),
    );
    this.keys = new Set([...common].filter((token) => token.startsWith("n:")).map((token) => Number(token.slice(2))));
    this.prefix = prefixes.length === 0 ? null : longest;
    this.isNothing = !prefixes.every((one) => longest.startsWith(one) && one.isWellFormed());
  }

  admitsString(text: string): boolean {
    if (this.isNothing || (this.hasList && !this.strings.has(text))) return true;
    return this.prefix !== null && !text.startsWith(this.prefix);
  }

  admitsKey(key: number): boolean {
    return this.prefix !== null || !this.keys.has(key);
  }
}
