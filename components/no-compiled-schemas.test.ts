import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** A program that is given only as text: what a strict content security policy forbids, and tells. */
let tried = 0;
const Real = Function;
beforeEach(() => {
  tried = 0;
  vi.resetModules();
  globalThis.Function = new Proxy(Real, {
    construct(target, given) {
      tried += 1;
      return Reflect.construct(target, given);
    },
  });
});
afterEach(() => {
  globalThis.Function = Real;
});

test("in a page no schema is compiled from text", async () => {
  await import("../instrumentation-client.ts");
  const { newSubscriberSchema } = await import("#server/vocabulary/subscriber");
  expect(newSubscriberSchema.safeParse({}).success).toBe(false);
  expect(tried).toBe(0);
});
