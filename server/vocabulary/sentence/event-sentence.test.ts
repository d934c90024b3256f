import { expect, test } from "vitest";
import type { CatalogAction } from "#server/vocabulary/member-event";
import { actionWords, eventSentence, sentenceText } from "./event-sentence.ts";

const phoneChanged: CatalogAction = {
  name: "phone-number.changed",
  family: "profile",
  currentVersion: 1,
  external: true,
  attributes: { phoneNumber: { type: "string", personal: "phone" } },
  required: [],
  sentence: {
    ko: "전화번호를 {phoneNumber.from}에서 {phoneNumber}(으)로 바꿨습니다",
    en: "Phone number changed from {phoneNumber.from} to {phoneNumber} on {context.channel}",
  },
};
const event = {
  action: "phone-number.changed",
  attributes: { phoneNumber: { from: "010-●●●●-1234", to: "010-●●●●-9981" } },
  context: { channel: "web" },
};

test("placeholders take the new value, the old one and the context", () => {
  expect(sentenceText(eventSentence(event, phoneChanged, "en"))).toBe(
    "Phone number changed from 010-●●●●-1234 to 010-●●●●-9981 on web",
  );
});

test("a personal value is marked as masked, words and context are not", () => {
  const parts = eventSentence(event, phoneChanged, "en");
  expect(parts.filter((part) => part.masked).map((part) => part.text)).toEqual(["010-●●●●-1234", "010-●●●●-9981"]);
});

test("the Korean particle follows how the value is read", () => {
  expect(sentenceText(eventSentence(event, phoneChanged, "ko"))).toBe(
    "전화번호를 010-●●●●-1234에서 010-●●●●-9981로 바꿨습니다",
  );
  const endsInSix = { ...event, attributes: { phoneNumber: { from: "a", to: "010-●●●●-9986" } } };
  expect(sentenceText(eventSentence(endsInSix, phoneChanged, "ko"))).toContain("9986으로");
});

test("a missing value is a dash, and the sentence stays whole", () => {
  const joined = { ...event, attributes: { phoneNumber: { to: "010-●●●●-9981" } } };
  expect(sentenceText(eventSentence(joined, phoneChanged, "en"))).toContain("from – to 010");
});

test("an action that the catalog does not know, or that has no sentence, shows its name", () => {
  expect(sentenceText(eventSentence(event, undefined, "en"))).toBe("phone-number.changed");
  const silent = { ...phoneChanged, sentence: { ko: "", en: "" } };
  expect(sentenceText(eventSentence(event, silent, "ko"))).toBe("phone-number.changed");
});

test("codes are said in words, masked values never are", () => {
  const failed: CatalogAction = {
    ...phoneChanged,
    attributes: { reason: { type: "string" }, phone: { type: "string", personal: "phone" } },
    sentence: { ko: "{reason}, {phone}", en: "{reason}, {phone}" },
  };
  const given = { ...event, attributes: { reason: { to: "code" }, phone: { to: "code" } } };
  expect(sentenceText(eventSentence(given, failed, "en", (value) => (value === "code" ? "words" : value)))).toBe(
    "words, code",
  );
});

test("an action's words have a gap for each value and no aside that a value fills", () => {
  expect(actionWords(phoneChanged, "en")).toBe("Phone number changed from … to … on …");
  const ko = "{name} 님이 가입했습니다 (본인확인: {identityVerification})";
  expect(actionWords({ ...phoneChanged, sentence: { ko, en: "" } }, "ko")).toBe("… 님이 가입했습니다");
  expect(actionWords({ ...phoneChanged, sentence: { ko, en: "" } }, "en")).toBe("phone-number.changed");
});
