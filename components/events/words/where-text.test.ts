import { expect, test } from "vitest";
import { inOrder, isNoAddress, shortWord, whereTexts } from "./where-text.ts";

test("device, channel and address come in this order whatever the order of the context", () => {
  expect(whereTexts({ ip: "211.36.10.4", channel: "app", deviceId: "d-77f" })).toEqual(["d-77f", "app", "211.36.10.4"]);
});

test("a device's name stands for its id, and what is no text is left out", () => {
  expect(whereTexts({ deviceId: "d-77f", device: "Galaxy S24", channel: { nested: true }, ip: "" })).toEqual([
    "Galaxy S24",
  ]);
});

test("well-known keys come first, and nothing of the context is left out", () => {
  const context = { traceId: "t", ip: "211.36.10.4", toString: "x", deviceId: "d-77f", note: null };
  expect(inOrder(context)).toEqual([
    ["deviceId", "d-77f"],
    ["ip", "211.36.10.4"],
    ["traceId", "t"],
    ["toString", "x"],
    ["note", null],
  ]);
});

test("a very long name is cut for a line, an address never", () => {
  expect(shortWord("가".repeat(200))).toBe(`${"가".repeat(39)}…`);
  expect(shortWord("2001:0db8:0ef8:cba3:1111:2222:3333:4444")).toBe("2001:0db8:0ef8:cba3:1111:2222:3333:4444");
});

test("an address is told from what a producer gave in its place", () => {
  expect(["unknown", "203.0.113.999", 42, ["203.0.113.9"]].map(isNoAddress)).toEqual([true, true, true, true]);
  const addresses = ["203.0.113.9", "203.0.113.9:51234", "::ffff:203.0.113.9", "2001:DB8::1", "", null, undefined];
  expect(addresses.filter(isNoAddress)).toEqual([]);
});
