import { expect, test } from "vitest";
import { accessHref, readAccessParams } from "./access-pages.ts";

test("what is asked stands in the address and is read from it, whatever stands in it", () => {
  const [from, to] = ["2026-11-20T00:00:00.000Z", "2026-11-27T00:00:00.000Z"];
  for (const asked of [
    {},
    { memberId: "m 1&2" },
    { login: "service:points" },
    { memberId: "가", login: "a+b", from, to },
  ]) {
    const href = accessHref(asked);
    expect(readAccessParams(new URL(href, "http://a").searchParams)).toEqual(asked);
  }
});

test("what the server would refuse, and what is empty, is no condition", () => {
  const params = new URLSearchParams({ member: "m".repeat(65), login: "  ", from: "last week", to: "" });
  expect(readAccessParams(params)).toEqual({});
  expect(accessHref({ memberId: "", login: "" })).toBe("/access-records");
});
