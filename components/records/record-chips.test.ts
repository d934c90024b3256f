import { expect, test } from "vitest";
import { recordChipsOf } from "./record-chips.ts";
import type { RecordParams } from "./record-params.ts";

const asked: RecordParams = {
  memberId: "m-1",
  filters: {
    from: "2026-01-01T00:00:00.000Z",
    to: "2026-02-01T00:00:00.000Z",
    own: { device: "d-1", ip: "192.0.2.1" },
  },
  order: "oldest",
};

test("every condition is a chip, in a fixed order", () => {
  expect(recordChipsOf(asked).map(({ name, value }) => `${name}=${value}`)).toEqual([
    "member=m-1",
    "from=2026-01-01T00:00:00.000Z",
    "to=2026-02-01T00:00:00.000Z",
    "device=d-1",
    "ip=192.0.2.1",
  ]);
});

test("taking one away leaves the others and the order", () => {
  const [member, from, , device] = recordChipsOf(asked);
  expect(member?.without).toEqual({ filters: asked.filters, order: "oldest" });
  expect(from?.without.filters).toEqual({ to: asked.filters.to, own: asked.filters.own });
  expect(device?.without.filters.own).toEqual({ ip: "192.0.2.1" });
});

test("taking the last of the view's own filters away leaves none behind", () => {
  const [only] = recordChipsOf({ filters: { own: { ip: "192.0.2.1" } }, order: "newest" });
  expect(only?.without).toEqual({ filters: {}, order: "newest" });
});
