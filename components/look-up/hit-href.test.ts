import { expect, test } from "vitest";
import { conditionsToParams } from "#server/vocabulary/condition-params";
import type { Condition } from "#server/vocabulary/conditions";

const query = (field: Condition["field"], value: string) =>
  conditionsToParams([{ field, operator: "any", values: [value] }]).toString();

import { hitHref } from "./hit-href.ts";

test("a device, an address and a story open the events filtered by them", () => {
  const correlation = "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b";
  expect(hitHref({ kind: "device", device: "d 7&7" })).toBe(`/events?${query("device", "d 7&7")}`);
  expect(hitHref({ kind: "ip", ip: "2001:db8::1" })).toBe(`/events?${query("ip", "2001:db8::1")}`);
  expect(hitHref({ kind: "story", correlationId: correlation })).toBe(`/events?${query("correlation", correlation)}`);
});

test("a member's id cannot leave its place in the path", () => {
  expect(hitHref({ kind: "member", memberId: "a/../b?c", via: "id" })).toBe("/members/a%2F..%2Fb%3Fc");
});
