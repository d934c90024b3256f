import fc from "fast-check";
import { expect, test } from "vitest";
import type { RecordView } from "#server/vocabulary/record-view";
import { type RecordParams, readRecordParams, writeRecordParams } from "./record-params.ts";

const text = fc
  .stringMatching(/^[^\s\0](.{0,18}[^\s\0])?$/u)
  .filter((value) => value.isWellFormed() && !value.includes("\0"));
const moment = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2030-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString());
const period = fc.uniqueArray(moment, { minLength: 2, maxLength: 2 }).map((ends) => ends.sort());
const label = { en: "x", ko: "x" };
const names = ["device", "result", "__proto__"];
const view: RecordView = {
  ...{ name: "logins", label, description: label, actions: [], columns: [] },
  filters: names.map((name) => ({
    ...{ name, label },
    choices: name === "result" ? [{ value: "failed", label }] : null,
  })),
};
const own = fc
  .array(fc.oneof(fc.tuple(fc.constantFrom("device", "__proto__"), text), fc.constant(["result", "failed"] as const)), {
    minLength: 1,
    maxLength: 4,
  })
  .map((pairs) => Object.fromEntries(pairs));
const asked: fc.Arbitrary<RecordParams> = fc
  .record({
    memberId: fc.option(text, { nil: undefined }),
    ends: period,
    has: fc.record({ from: fc.boolean(), to: fc.boolean() }),
    own: fc.option(own, { nil: undefined }),
    order: fc.constantFrom("newest", "oldest"),
  })
  .map(({ memberId, ends: [from, to], has, own: given, order }) => ({
    ...(memberId !== undefined && { memberId }),
    filters: { ...(has.from && { from }), ...(has.to && { to }), ...(given && { own: given }) },
    order,
  }));
const everywhere = { view, ofOneMember: false };
const ofMember = { view, ofOneMember: true };
const read = (query: string, place = everywhere) => readRecordParams(new URLSearchParams(query), place);
const rules = (query: string, place = everywhere) => read(query, place).faults.map(({ key, rule }) => [key, rule]);

test("what a page shows comes back from its URL as it was", () => {
  fc.assert(
    fc.property(asked, (params) => {
      const url = new URL(
        `https://console.test/records/x?${writeRecordParams(params, new URLSearchParams(), everywhere)}`,
      );
      expect(readRecordParams(url.searchParams, everywhere)).toEqual({ asked: params, faults: [] });
    }),
  );
});

test("what says which part is shown stays, the opened event does not: the new rows may lack it", () => {
  const onto = new URLSearchParams("tab=records&view=logins&event=e-1&from=2026-01-01Z&f.device=d-1&nonsense=1");
  expect(String(writeRecordParams({ filters: {}, order: "newest" }, onto, ofMember))).toBe("tab=records&view=logins");
  expect(String(writeRecordParams({ filters: {}, order: "newest" }, onto, everywhere))).toBe("");
  expect(read(String(onto), ofMember).faults).toHaveLength(1);
});

test("what is not understood is named with its parameter, and nothing is left out of the question in silence", () => {
  expect(rules("from=yesterday&to=2026-01-01&order=sideways&f.=x&f.device=&f.result=fine&membre=7")).toEqual([
    ["from", "time"],
    ["to", "date"],
    ["order", "word"],
    ["f.device", "empty"],
    ["f.result", "word"],
    ["f.", "unknown"],
    ["membre", "unknown"],
  ]);
  expect(rules("member=1&member=2&f.device=a&f.device=b&event=e-1")).toEqual([
    ["member", "once"],
    ["f.device", "once"],
  ]);
  expect(read("f.colour=red").faults[0]?.expected).toBe("member, from, to, order, f.device, f.result, f.__proto__");
});

test("on a member's own page the member is given: another one in the address is not understood", () => {
  expect(rules("tab=records&view=logins&member=1", ofMember)).toEqual([["member", "unknown"]]);
  expect(rules("tab=records", everywhere)).toEqual([["tab", "unknown"]]);
});
