import { expect, test } from "vitest";
import { findActions } from "./find-actions.ts";

const actions = [
  { name: "member.logged-in", family: "sign-in" as const, events: 12 },
  { name: "phone-number.changed", family: "profile" as const, events: 2 },
  { name: "password.changed", family: "profile" as const, events: 30 },
];
const words = (name: string) => (name === "phone-number.changed" ? "휴대전화 번호를 …에서 … 번호로 바꿨습니다" : name);

test("a part of its words or of its name finds an action, the most frequent first", () => {
  const names = (text: string) => findActions(actions, { text, words }).map(({ name }) => name);
  expect(names("CHANGED")).toEqual(["password.changed", "phone-number.changed"]);
  expect(names("번호 휴대")).toEqual(["phone-number.changed"]);
  expect(names("")).toEqual(["password.changed", "member.logged-in", "phone-number.changed"]);
  expect(names("nothing")).toEqual([]);
});
