import { expect, test } from "vitest";
import type { CatalogAction } from "#server/vocabulary/member-event";
import { findCatalogActions } from "./find-catalog-actions.ts";

const action = (given: Partial<CatalogAction>): CatalogAction => ({
  ...{ name: "", family: "profile", currentVersion: 1, external: true, attributes: {}, required: [] },
  sentence: { ko: "", en: "" },
  ...given,
});
const actions = [
  action({
    name: "phone-number.changed",
    sentence: { ko: "휴대폰 번호를 {phoneNumber}로 바꿨습니다", en: "Changed the phone number to {phoneNumber}" },
    attributes: { phoneNumber: { type: "string" } },
  }),
  action({ name: "member.joined", family: "lifecycle", sentence: { ko: "가입했습니다", en: "Joined" } }),
];
const names = {
  family: (family: string) => (family === "lifecycle" ? "Lifecycle" : family),
  attribute: (name: string) => (name === "phoneNumber" ? "Mobile" : name),
};
const found = (text: string) => findCatalogActions(actions, text, names).map(({ name }) => name);

test("nothing typed finds all, by name", () => {
  expect(found(" ")).toEqual(["member.joined", "phone-number.changed"]);
});

test.each(["PHONE number", "휴대폰", "changed mobile", "phoneNumber", "profile"])(
  "%s finds the phone number",
  (text) => {
    expect(found(text)).toEqual(["phone-number.changed"]);
  },
);

test("every word must be there", () => {
  expect(found("phone joined")).toEqual([]);
});
