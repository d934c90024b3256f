import fc from "fast-check";
import { expect, test } from "vitest";
import { faultText } from "../condition-faults.ts";
import { conditionsToParams } from "../condition-params.ts";
import { type Condition, fieldNames, ruleOf } from "../conditions.ts";
import { readCondition } from "../read-condition.ts";
import { conditionsFromParams } from "./read-conditions.ts";

const read = (query: string) => conditionsFromParams(new URLSearchParams(query));
const said = (query: string) => read(query).faults.map((fault) => faultText(fault));

const id = "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b";
const sample: Record<string, string[]> = {
  word: ["identity", "published", "waiting"],
  uuid: [id],
  ip: ["203.0.113.9", "2001:db8::1"],
  time: ["2026-11-26T13:59+09:00..", "..2026-11-26+09:00"],
};
const text = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
  fc.constantFrom("a:not", "~2", "..", "a=b&c", "가", '"5"'),
);
const name = fc.constantFrom("status", "a\\.b.c", "x:not", "x~2", "y=z", "%25");

const anyCondition = fc
  .constantFrom(...fieldNames)
  .chain((field) => fc.record({ field: fc.constant(field), operator: fc.constantFrom(...ruleOf(field).operators) }))
  .chain(({ field, operator }) => {
    const { kind, name: named } = ruleOf(field);
    const values =
      operator === "exists"
        ? fc.constantFrom("true", "false")
        : operator === "in"
          ? fc.constantFrom("203.0.113.0/24", "2001:db8::/32")
          : operator === "between" && kind !== "time"
            ? fc.constantFrom("1..2", "..9007199254740993", "0.1..")
            : operator !== "starts" && sample[kind] !== undefined
              ? fc.constantFrom(...(sample[kind] ?? []))
              : text;
    return fc.record({
      field: fc.constant(field),
      operator: fc.constant(operator),
      name:
        named === undefined
          ? fc.constant(undefined)
          : field === "publication"
            ? fc.constantFrom("internal", "external", undefined)
            : name,
      values: fc.uniqueArray(values, { minLength: 1, maxLength: 4 }),
    });
  })
  .map((given) => readCondition({ ...given, key: "" }))
  .filter((condition): condition is Condition => !Array.isArray(condition));

test("conditions come back from an address as they went in, also two of the same field", () => {
  fc.assert(
    fc.property(fc.array(anyCondition, { maxLength: 6 }), (conditions) => {
      const params = new URLSearchParams(conditionsToParams(conditions).toString());
      const back = conditionsFromParams(params);
      expect(back.faults).toEqual([]);
      expect(back.conditions).toHaveLength(conditions.length);
      expect(back.conditions).toEqual(expect.arrayContaining(conditions));
    }),
    { numRuns: 2000 },
  );
});

test("what is not understood is named with the way to write it", () => {
  expect(said("membr=4711")[0]).toMatch(/^There is no condition "membr"\. There are member, action,/);
  expect(said("from=2026-01-15")).toEqual([
    '"from": "2026-01-15" is a date without time and zone. Write it like 2026-11-26T13:59+09:00.',
  ]);
  expect(said("to=2026-01-15T09:00")[0]).toContain("is a time without zone");
  expect(said("from=yesterday")[0]).toContain('takes a time, and "yesterday" is none');
  expect(said("to=2026-02-30T00:00Z")[0]).toContain("takes a time");
  expect(said("from=2026-01-02T00:00Z&to=2026-01-01T00:00Z")[0]).toContain("begins after its end");
  expect(said("from=2026-01-02T00:00Z&from=2026-01-01T00:00Z")[0]).toContain("stands more than once");
  expect(said("from=")[0]).toContain("has no value");
  expect(said("ip=999.1.1.1")[0]).toContain("takes an IP address");
  expect(said("ip:in=203.0.113.0/99")[0]).toContain("takes a range of addresses");
  expect(said("correlation=5")[0]).toContain("takes an id");
  expect(said("attribute=open")[0]).toContain("needs the name of what to look at");
  expect(said("was=open")[0]).toContain("Write was.status=open");
  expect(said("member.x=1")[0]).toContain("takes no name");
  expect(said("family=animals")[0]).toContain('knows no "animals"');
  expect(said("ip:starts=1")[0]).toContain("asks what this field does not know");
  expect(said("attribute.points:between=9..1")[0]).toContain("begins after its end");
  expect(said("attribute.points:between=few")[0]).toContain("takes a range of numbers");
  expect(said("device:exists=maybe")[0]).toContain("takes true or false");
  expect(said("device=a%00b")[0]).toContain("a character that no stored text can hold");
  expect(said(`device=${"x".repeat(129)}`)[0]).toContain("at most 128 characters");
  expect(
    said(`${"member=1&".repeat(0)}${Array.from({ length: 1001 }, (_, n) => `member=${n}`).join("&")}`)[0],
  ).toContain("at most 1000 values");
  expect(said(Array.from({ length: 21 }, (_, n) => `attribute.a${n}=1`).join("&"))[0]).toContain(
    "at most 20 conditions",
  );
});

test("every fault is said in Korean too", () => {
  for (const fault of read("membr=1&from=2026-01-15&ip=x&device=").faults) {
    expect(faultText(fault, "ko")).toMatch(/[가-힣]/);
  }
});

test("a plus that an address turned into a space is a plus again", () => {
  expect(read("from=2026-11-26T13:59+09:00").conditions).toEqual([
    { field: "occurred", operator: "between", values: ["2026-11-26T13:59+09:00.."] },
  ]);
});

test("values of one parameter are alternatives, parameters of a page are no conditions", () => {
  const params = new URLSearchParams("member=1&member=2&member=1&event=x");
  expect(conditionsFromParams(params, ["event"])).toEqual({
    faults: [],
    conditions: [{ field: "member", operator: "any", values: ["1", "2"] }],
  });
});
