import { expect, test } from "vitest";
import { ratesOf } from "./use-course.ts";

const looksAt = (sent: readonly number[], wanted = 100) =>
  sent.map((n, index) => ({ at: index * 1000, sent: n, wanted }));

test("the rate is what went out over the ten seconds before a look", () => {
  const steady = ratesOf(looksAt(Array.from({ length: 30 }, (_, n) => n * 50)));
  expect(steady).toHaveLength(29);
  expect(new Set(steady.map(({ rate }) => rate))).toEqual(new Set([50]));
  const stops = ratesOf(
    looksAt([...Array.from({ length: 10 }, (_, n) => n * 50), ...Array.from({ length: 11 }, () => 450)]),
  );
  expect(stops.at(-1)?.rate).toBe(0);
});

test("two looks at one moment, and a single one, tell no rate", () => {
  expect(ratesOf(looksAt([5]))).toEqual([]);
  expect(
    ratesOf([
      { at: 0, sent: 0, wanted: 1 },
      { at: 100, sent: 9, wanted: 1 },
    ]),
  ).toEqual([]);
});
