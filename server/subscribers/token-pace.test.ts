import { expect, test } from "vitest";
import { keepPace } from "./token-pace.ts";

test("a caller may ask so often at once, then at the pace, and holds up nobody else", () => {
  let nowMs = 0;
  const takeTurn = keepPace({ perSecond: 10, atOnce: 3, now: () => nowMs });
  for (let n = 0; n < 3; n += 1) takeTurn("a");
  expect(() => takeTurn("a")).toThrow("10 times a second");
  takeTurn("b");
  nowMs = 99;
  expect(() => takeTurn("a")).toThrow("Wait a second");
  nowMs = 201;
  takeTurn("a");
  expect(() => takeTurn("a")).not.toThrow();
  expect(() => takeTurn("a")).toThrow();
});

test("whoever tries more tokens than are kept in mind gains nothing for one of them", () => {
  const takeTurn = keepPace({ perSecond: 1, atOnce: 2, now: () => 0 });
  takeTurn("a");
  takeTurn("a");
  expect(() => takeTurn("a")).toThrow();
  for (let n = 0; n < 9000; n += 1) takeTurn(`t-${n}`);
  expect(() => takeTurn("a")).toThrow();
});
