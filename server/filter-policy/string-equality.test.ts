import { expect, test } from "vitest";
import { type FilterableAttribute, matchesStringEquality, parseStringEqualityPolicy } from "./string-equality.ts";

function matches(policy: Record<string, unknown>, attributes: Record<string, FilterableAttribute>): boolean {
  const reading = parseStringEqualityPolicy(JSON.stringify(policy));
  if (reading.policy === undefined) throw new Error(reading.refusal);
  return matchesStringEquality(reading.policy, new Map(Object.entries(attributes)));
}

function text(stringValue: string, dataType = "String"): FilterableAttribute {
  return { dataType, stringValue };
}

test("values of one key are alternatives", () => {
  const policy = { target: ["ALL", "family-account"] };
  expect(matches(policy, { target: text("family-account") })).toBe(true);
  expect(matches(policy, { target: text("ALL") })).toBe(true);
  expect(matches(policy, { target: text("points") })).toBe(false);
});

test("every key must be met", () => {
  const policy = { target: ["ALL"], action: ["member.logged-in"] };
  expect(matches(policy, { target: text("ALL"), action: text("member.logged-in") })).toBe(true);
  expect(matches(policy, { target: text("ALL"), action: text("member.joined") })).toBe(false);
  expect(matches(policy, { target: text("ALL") })).toBe(false);
});

test("strings are compared as they are, with case and spaces", () => {
  expect(matches({ a: ["x"] }, { a: text("X") })).toBe(false);
  expect(matches({ a: ["x"] }, { a: text("x ") })).toBe(false);
});

test("an array attribute passes when one of its strings does", () => {
  const policy = { changed: ["phone"] };
  expect(matches(policy, { changed: text('["email","phone"]', "String.Array") })).toBe(true);
  expect(matches(policy, { changed: text('["email"]', "String.Array") })).toBe(false);
  expect(matches(policy, { changed: text("[]", "String.Array") })).toBe(false);
  expect(matches(policy, { changed: text("phone", "String.Array") })).toBe(false);
});

test("a Number never equals a string of the same digits", () => {
  expect(matches({ a: ["100"] }, { a: text("100", "Number") })).toBe(false);
  expect(matches({ a: ["100"] }, { a: text("[100]", "String.Array") })).toBe(false);
});

test("a message without attributes passes the empty policy and no other", () => {
  expect(matches({}, {})).toBe(true);
  expect(matches({ a: ["x"] }, {})).toBe(false);
  expect(matches({ a: ["x"] }, { a: { dataType: "Binary" } })).toBe(false);
});

test.each([
  ["[]", "Filter is not an object"],
  ['"x"', "Filter is not an object"],
  ['{"key":"x"}', '"key" must be an object or an array'],
  ['{"key":[]}', "Empty arrays are not allowed"],
  ['{"key":{}}', "Empty objects are not allowed"],
  ['{"key":[["x"]]}', "Match value must be String, number, true, false, or null"],
  ['{"key":{"inner":["x"]}}', "Filter policy scope MessageAttributes does not support nested filter policy"],
  ['{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}', "Filter policy can not have more than 5 keys"],
])("%s is refused in the words of SNS", (policy, refusal) => {
  expect(parseStringEqualityPolicy(policy).refusal).toBe(refusal);
});

test("a policy that is not JSON is refused in the words of SNS", () => {
  expect(parseStringEqualityPolicy("{").refusal).toMatch(/^failed to parse JSON\./);
});

test.each(['{"a":[1]}', '{"a":[null]}', '{"a":[{"prefix":"x"}]}', '{"$or":[{"a":["1"]},{"b":["1"]}]}'])(
  "%s is refused because it is not known yet, not as a mistake",
  (policy) => {
    expect(parseStringEqualityPolicy(policy).refusal).toContain("only knows String equality so far");
  },
);

test("150 combinations pass and 151 do not", () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => String(index));
  expect(parseStringEqualityPolicy(JSON.stringify({ a: values(15), b: values(10) })).refusal).toBeUndefined();
  expect(parseStringEqualityPolicy(JSON.stringify({ a: values(151) })).refusal).toBe("Filter policy is too complex");
});
