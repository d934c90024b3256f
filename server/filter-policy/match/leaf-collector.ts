import type { JsonVisitor } from "../values/json-reader.ts";
import { NumberList } from "../values/number-list.ts";
import { literalToken, numberKey, numberToken, stringToken, type Token } from "../values/typed-token.ts";
import type { PathCursor, WantedPaths } from "./wanted-paths.ts";

/** The values at one path by their types, so that a large array costs no text for each element. */
export interface LeafValues {
  strings: string[];
  /** Numbers by their keys. */
  keys: NumberList;
  /** Literals, and numbers that have no key. */
  tokens: Token[];
}

/**
 * The values of a path as tokens.
 *
 * @param limit of each type: there may be very many.
 */
export function tokensOf({ strings, keys, tokens }: LeafValues, limit = Number.POSITIVE_INFINITY): Token[] {
  const some = <T>(values: readonly T[]) => (values.length > limit ? values.slice(0, limit) : values);
  return [...some(strings).map(stringToken), ...keys.first(limit).map((key) => `n:${key}`), ...some(tokens)];
}

/** Collects from one JSON text what stands at wanted paths, while it is read. */
export class LeafCollector implements JsonVisitor {
  readonly leaves = new Map<string, LeafValues>();
  isObject = false;
  private readonly source: string;
  private readonly wanted: WantedPaths;
  private readonly isBody: boolean;
  /** Where the next value stands; null when nothing below it is wanted. */
  private next: PathCursor | null;
  private readonly cursors: (PathCursor | null)[] = [];
  /** The values that were added to last: of an array all go to one path. */
  private last: { cursor: PathCursor; values: LeafValues | undefined } | null = null;
  private readonly containers: ("object" | "array")[] = [];

  /** @param start where the text's value stands: null for a body, whose names begin the paths. */
  constructor({ text, wanted, start }: { text: string; wanted: WantedPaths; start: PathCursor | null }) {
    this.source = text;
    this.wanted = wanted;
    this.isBody = start === null;
    this.next = start ?? wanted.start();
  }

  open(container: "object" | "array"): void {
    if (this.containers.length === 0) this.isObject = container === "object";
    this.containers.push(container);
    this.cursors.push(this.next);
    if (container === "object") this.next = null;
  }

  close(): void {
    this.containers.pop();
    this.cursors.pop();
    this.next =
      this.containers[this.containers.length - 1] === "array" ? (this.cursors[this.cursors.length - 1] ?? null) : null;
  }

  key(name: string): void {
    const depth = this.containers.length;
    const cursor = this.cursors[depth - 1] ?? null;
    this.next = cursor === null ? null : this.wanted.enter(cursor, name, this.isBody && depth === 1);
  }

  text(value: string): void {
    this.here()?.strings.push(value);
  }

  number(value: number, at: number, end: number): void {
    const here = this.here();
    if (here === undefined) return;
    const key = numberKey(value);
    if (key === null) here.tokens.push(`x:${this.source.slice(at, end)}`);
    else here.keys.push(key);
  }

  literal(name: "true" | "false" | "null"): void {
    this.here()?.tokens.push(literalToken(name));
  }

  /** Takes a number that is not necessarily spelled as JSON spells it; anything else leaves nothing. */
  addSpelled(spelled: string): void {
    const token = numberToken(spelled);
    if (token?.startsWith("n:")) this.here()?.keys.push(Number(token.slice(2)));
    else if (token !== null) this.here()?.tokens.push(token);
  }

  private here(): LeafValues | undefined {
    if (this.next === null) return undefined;
    if (this.last?.cursor === this.next) return this.last.values;
    const path = this.wanted.pathAt(this.next);
    const values =
      path === undefined ? undefined : (this.leaves.get(path) ?? { strings: [], keys: new NumberList(), tokens: [] });
    if (path !== undefined && values !== undefined) this.leaves.set(path, values);
    this.last = { cursor: this.next, values };
    return values;
  }
}
