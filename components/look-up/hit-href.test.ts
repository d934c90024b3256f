import { expect, test } from "vitest";
import { filterToParams } from "#server/vocabulary/event-filter";
import { hitHref } from "./hit-href.ts";

test("a device, an address and a story open the events filtered by them", () => {
  const correlation = "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b";
  expect(hitHref({ kind: "device", device: "d 7&7" })).toBe(`/events?${filterToParams({ device: "d 7&7" })}`);
  expect(hitHref({ kind: "ip", ip: "2001:db8::1" })).toBe(`/events?${filterToParams({ ip: "2001:db8::1" })}`);
  expect(hitHref({ kind: "story", correlationId: correlation })).toBe(`/events?${filterToParams({ correlation })}`);
});

test("a member's id cannot leave its place in the path", () => {
  expect(hitHref({ kind: "member", memberId: "a/../b?c", via: "id" })).toBe("/members/a%2F..%2Fb%3Fc");
});
