import { describe, expect, test } from "vitest";
import { detailTexts } from "./access-details.ts";

const words = {
  name: (name: string) => ({ textKind: "searched by", device: "device" })[name] ?? name,
  value: (value: string, name: string) =>
    ({ phone: "phone number", "view v": "former table" })[name === "view" ? `view ${value}` : value] ?? value,
  condition: ({ field, values }: { field: string; values: string[] }) => `${field} is ${values.join(" or ")}`,
  now: "now",
};

describe("the details of an access record", () => {
  test("names and values are said in words, counts as they are", () => {
    expect(detailTexts({ textKind: "phone", hits: 0 }, words)).toEqual(["searched by: phone number", "hits: 0"]);
  });

  test("the conditions of a filter stand by themselves, and an empty filter says nothing", () => {
    expect(detailTexts({ filter: { device: "d-1", actions: ["a", "b"] } }, words)).toEqual([
      "device: d-1",
      "actions: a, b",
    ]);
    expect(detailTexts({ view: "v", filters: {}, keys: [] }, words)).toEqual(["view: former table"]);
  });

  test("each condition of a search is a text of its own, and what is none stays as it is", () => {
    const conditions = [
      { field: "member", operator: "any", values: ["1", "2"] },
      { field: "gone", operator: "any", values: [] },
    ];
    expect(detailTexts({ conditions }, words)).toEqual([
      "member is 1 or 2",
      '{"field":"gone","operator":"any","values":[]}',
    ]);
  });

  test("a state without a time was asked for as it is now", () => {
    expect(detailTexts({ at: null }, words)).toEqual(["at: now"]);
  });

  test("a policy is shown as it is written", () => {
    expect(detailTexts({ policy: { target: ["ALL"] } }, words)).toEqual(['policy: {"target":["ALL"]}']);
  });
});
