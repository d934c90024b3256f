import fc from "fast-check";
import { expect, test } from "vitest";
import { type Interval, IntervalSet } from "./interval-set.ts";

const interval = fc
  .record({ from: fc.nat(9), length: fc.nat(3), fromOpen: fc.boolean(), toOpen: fc.boolean() })
  .map(({ from, length, ...ends }): Interval<number> => ({ from, to: from + length, ...ends }));

function holds({ from, fromOpen, to, toOpen }: Interval<number>, value: number): boolean {
  return (fromOpen ? value > from : value >= from) && (toOpen ? value < to : value <= to);
}

test("a value lies in the set exactly when it lies in one of its intervals", () => {
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 6 }), (intervals) => {
      const set = new IntervalSet(intervals);
      for (let value = -0.5; value < 14; value += 0.5) {
        expect(set.has(value), String(value)).toBe(intervals.some((one) => holds(one, value)));
      }
    }),
    { numRuns: 1000 },
  );
});
