import { expect, test } from "vitest";
import type { CatalogAction } from "#server/vocabulary/member-event";
import { eventSentence, sentenceText } from "./event-sentence.ts";
import { plainValue } from "./plain-value.ts";

test("a value in a title or ticket is one short line whose parts stay in their order", () => {
  expect(plainValue("a\nb\u202e")).toBe("a‹LF›b‹U+202E›");
  expect(plainValue("שלום")).toBe("\u2068שלום\u2069");
  expect(plainValue("x".repeat(80_000))).toBe(`${"x".repeat(300)}…`);
});

test("the sentence of an event as text marks what its values hide, and not its own words", () => {
  const action: CatalogAction = {
    name: "device.registered",
    family: "device",
    currentVersion: 1,
    external: false,
    attributes: {},
    required: [],
    sentence: { ko: "{device} 기기가\n등록되었습니다", en: "The device {device}\nwas registered" },
  };
  const event = { action: "device.registered", attributes: { device: { to: "S24\u001b" } }, context: {} };
  expect(sentenceText(eventSentence(event, action, "en"))).toBe("The device S24‹ESC›\nwas registered");
});
