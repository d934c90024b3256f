import { expect, test } from "vitest";
import { matchesConditions } from "#server/vocabulary/condition/condition-meaning";
import type { LayerPublication, MemberEvent } from "#server/vocabulary/member-event";
import { readCondition } from "#server/vocabulary/read-condition";
import { valuesOfEvent } from "./values-of-event.ts";

const published: LayerPublication = {
  state: "published",
  publishedAt: null,
  tries: null,
  nextAt: null,
  lastError: null,
};
const event: MemberEvent = {
  ...{ id: "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b", memberId: "m-1", action: "thing.changed", family: "profile" },
  ...{ version: 1, imported: false, occurredAt: "2026-11-28T00:00:00.000Z", storedAt: "2026-11-28T00:00:00.000Z" },
  changed: ["note", "a.b\\c", "points", "phone"],
  attributes: {
    note: { from: "5", to: "null" },
    "a.b\\c": { to: '"quoted"' },
    points: { from: 5, to: true },
    phone: { to: "010-****-1234" },
    nested: { to: { deep: 1 } },
    gone: { from: "x", to: null },
  },
  context: { deviceId: "d-1", ip: "::ffff:203.0.113.9", channel: "app" },
  ...{ correlationId: "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6c", causationId: null, published: true, publishedAt: null },
  ...{ internal: published, external: published },
};

const found = valuesOfEvent(event, (name) => name === "phone");

test("each value of a row is a condition that finds the row, and none of the same text is another value", () => {
  const searchable = { ...event, source: null, snsAttributes: {}, repaired: { internal: false, external: false } };
  expect(found.length).toBeGreaterThan(12);
  for (const condition of found) {
    expect(readCondition({ ...condition, key: "" })).toEqual(condition);
    expect(matchesConditions(searchable, [condition]), JSON.stringify(condition)).toBe(true);
    expect(matchesConditions(searchable, [{ ...condition, operator: "none" }]), JSON.stringify(condition)).toBe(false);
  }
  expect(found).toContainEqual({ field: "was", name: "note", operator: "any", values: ['"5"'] });
  expect(found).toContainEqual({ field: "was", name: "points", operator: "any", values: ["5"] });
});

test("a mask is no value to find by, and neither is what has values inside", () => {
  const names = found.flatMap(({ field, name }) => (field === "became" ? [name] : []));
  expect(names).not.toContain("phone");
  expect(names).not.toContain("nested");
  expect(found).toContainEqual({ field: "changed", operator: "any", values: ["phone"] });
});
