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
    expect(readAccessParams(new URL(href, "http://a").searchParams)).toEqual({ asked, faults: [] });
  }
});

test("what is not understood is named, each with its parameter, and nothing empty is written", () => {
  const read = (query: string) =>
    readAccessParams(new URLSearchParams(query)).faults.map(({ key, rule }) => [key, rule]);
  expect(read(`member=${"m".repeat(65)}&login=%20&from=last%20week&to=2026-11-27`)).toEqual([
    ["member", "long"],
    ["login", "empty"],
    ["from", "time"],
    ["to", "date"],
  ]);
  expect(read("membre=4711&login=a&login=b&services=no")).toEqual([
    ["login", "once"],
    ["services", "word"],
    ["membre", "unknown"],
  ]);
  expect(read("from=2026-11-27Z&to=2026-11-20Z")).toEqual([["from, to", "reversed"]]);
  expect(accessHref({ memberId: "", login: "" })).toBe("/access-records");
});

test("a period holds all of the last day or minute that was written", () => {
  const { asked } = readAccessParams(new URLSearchParams("from=2026-11-20Z&to=2026-11-20T13:59Z"));
  expect(asked).toEqual({ from: "2026-11-20T00:00:00.000Z", to: "2026-11-20T14:00:00.000Z" });
});
