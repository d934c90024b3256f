/** A source of numbers that gives the same ones for the same seed, so that everybody's demo world is the same. */
export type Random = {
  /** From 0 up to, not including, 1. */
  unit(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** The index of one of the weights, as often as its weight says. */
  weighted(weights: readonly number[]): number;
};

/** Makes a source of numbers by mulberry32, which is small and even enough for a demo and for nothing secret. */
export function seededRandom(seed: number): Random {
  let state = seed;
  const unit = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number) => low + Math.floor(unit() * (high - low + 1));
  return {
    unit,
    between,
    chance: (probability) => unit() < probability,
    pick: (from) => from[between(0, from.length - 1)] ?? from[0],
    weighted(weights) {
      let rest = unit() * weights.reduce((sum, weight) => sum + weight, 0);
      const at = weights.findIndex((weight) => {
        rest -= weight;
        return rest < 0;
      });
      return Math.max(at, 0);
    },
  };
}

/** A seed for one part of something that has a seed: parts with neighbouring numbers have nothing in common. */
export function seedOfPart(seed: number, part: number): number {
  let mixed = Math.imul((seed ^ part) + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(part + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x27d4eb2f);
  return mixed ^ (mixed >>> 15);
}
