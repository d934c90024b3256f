import { expect, test } from "vitest";
import { whereTexts } from "./where-text.ts";

test("device, channel and address come in this order whatever the order of the context", () => {
  expect(whereTexts({ ip: "211.36.10.4", channel: "app", deviceId: "d-77f" })).toEqual(["d-77f", "app", "211.36.10.4"]);
});

test("a device's name stands for its id, and what is no text is left out", () => {
  expect(whereTexts({ deviceId: "d-77f", device: "Galaxy S24", channel: { nested: true }, ip: "" })).toEqual([
    "Galaxy S24",
  ]);
});
