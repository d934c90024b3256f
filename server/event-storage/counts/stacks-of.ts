import type { Stack, Stacking } from "../../vocabulary/explore/histogram.ts";
import { families } from "../../vocabulary/member-event.ts";
import type { CountOfBar } from "./kept-counts.ts";

/** So many actions have a colour of their own; the rest is one. */
const MOST_ACTIONS = 7;

/** The counts of bars as stacks: families in their order, or the most frequent actions first and last the rest. */
export function stacksOf(rows: readonly CountOfBar[], { by, bars }: { by: Stacking; bars: number }): Stack[] {
  const counts = new Map<string, number[]>();
  for (const { bar, action, family, n } of rows) {
    const key = by === "family" ? family : action;
    const of = counts.get(key) ?? Array.from({ length: bars }, () => 0);
    of[bar - 1] = (of[bar - 1] ?? 0) + n;
    counts.set(key, of);
  }
  if (by === "family") return families.flatMap((key) => stackOf(key, counts.get(key)));
  const all = [...counts].map(([key, of]) => ({ key, counts: of })).sort((a, b) => sum(b.counts) - sum(a.counts));
  const rest = all.slice(MOST_ACTIONS);
  if (rest.length === 0) return all;
  const others = Array.from({ length: bars }, (_, bar) =>
    rest.reduce((total, { counts: of }) => total + (of[bar] ?? 0), 0),
  );
  return [...all.slice(0, MOST_ACTIONS), { key: null, counts: others }];
}

function stackOf(key: string, counts: number[] | undefined): Stack[] {
  return counts === undefined ? [] : [{ key, counts }];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, n) => total + n, 0);
}
