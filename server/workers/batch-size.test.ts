import { expect, test } from "vitest";
import { nextBatchSize } from "./batch-size.ts";

const quick = { tookMs: 50, isFull: true, isLost: false };

test("grows while full batches are taken quickly, up to what a lease can hold", () => {
  const sizes = [10];
  for (let n = 0; n < 6; n += 1) sizes.push(nextBatchSize(sizes.at(-1) ?? 0, quick));
  expect(sizes).toEqual([10, 20, 40, 80, 160, 160, 160]);
});

test("stays when there is no more to send or the topic takes its time, and halves when it is slow", () => {
  expect(nextBatchSize(40, { ...quick, isFull: false })).toBe(40);
  expect(nextBatchSize(40, { ...quick, tookMs: 1500 })).toBe(40);
  expect(nextBatchSize(40, { ...quick, tookMs: 2500 })).toBe(20);
  expect(nextBatchSize(10, { ...quick, tookMs: 2500 })).toBe(10);
});

test("a topic that has just refused or hung is asked with one request", () => {
  expect(nextBatchSize(160, { ...quick, isLost: true })).toBe(10);
});
