import { expect, test } from "vitest";
import en from "../../messages/en.json" with { type: "json" };
import ko from "../../messages/ko.json" with { type: "json" };
import { appRouter } from "./router.ts";

/** What is refused without being a procedure. */
const ELSEWHERE = ["sign-in"];

test("every procedure that a role may be refused has words for the access records, in both languages", () => {
  const refusable = Object.entries<object>(appRouter._def.procedures)
    // Its type is a tree of routers; what it holds is one list by path.
    .filter(([, procedure]) => Reflect.get(procedure, "_def").meta.permission !== "self")
    .map(([path]) => path.replaceAll(".", "-"));
  const expected = [...refusable, ...ELSEWHERE].sort();
  expect(Object.keys(en.refusedActs).sort()).toEqual(expected);
  expect(Object.keys(ko.refusedActs).sort()).toEqual(expected);
});
