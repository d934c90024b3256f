import fc from "fast-check";
import { expect, test } from "vitest";
import { type RecordParams, readRecordParams, writeRecordParams } from "./record-params.ts";

const text = fc.string({ minLength: 1, maxLength: 20, unit: "binary" });
const moment = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2030-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString());
const own = fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }).map((pairs) => Object.fromEntries(pairs));
const asked: fc.Arbitrary<RecordParams> = fc
  .record({
    memberId: fc.option(text, { nil: undefined }),
    filters: fc.record({ from: moment, to: moment, own }, { requiredKeys: [] }),
    order: fc.constantFrom("newest", "oldest"),
  })
  .map(({ memberId, ...others }) => (memberId === undefined ? others : { memberId, ...others }));

test("what a page shows comes back from its URL as it was", () => {
  fc.assert(
    fc.property(asked, (params) => {
      const url = new URL(`https://console.test/records/x?${writeRecordParams(params, new URLSearchParams())}`);
      expect(readRecordParams(url.searchParams)).toEqual(params);
    }),
  );
});

test("other parameters stay, the opened event does not: the new rows may lack it", () => {
  const onto = new URLSearchParams("tab=records&view=logins&event=e-1&from=2026-01-01T00:00:00.000Z&f.device=d-1");
  expect(String(writeRecordParams({ filters: {}, order: "newest" }, onto))).toBe("tab=records&view=logins");
});

test("a time that is none, and an order that does not exist, are left out", () => {
  const params = new URLSearchParams("from=yesterday&to=2026-01-01T09:00:00%2B09:00&order=sideways&f.=x&f.ip=");
  expect(readRecordParams(params)).toEqual({ filters: { to: "2026-01-01T09:00:00+09:00" }, order: "newest" });
});

test("a filter may have any name", () => {
  const filters = { own: Object.fromEntries([["__proto__", "x"]]) };
  const params = writeRecordParams({ filters, order: "newest" }, new URLSearchParams());
  expect(readRecordParams(params)).toEqual({ filters, order: "newest" });
});
