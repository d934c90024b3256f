import { expect, test } from "vitest";
import { contestedCases, matchCases, REFUSED_AT_PUBLISH } from "../../conformance/policy-cases.ts";
import { explainPolicy } from "../explain/explain-policy.ts";
import { parsePolicy } from "../parse/parse-policy.ts";
import type { Policy, PolicyMessage } from "../policy.ts";
import { matchPolicy } from "./match-policy.ts";

function read(policy: unknown, scope: string): Policy {
  const reading = parsePolicy(policy, scope);
  if (reading.policy === undefined) throw new Error(reading.fault.message);
  return reading.policy;
}

function matchesBody(policy: string, body: string): boolean {
  return matchPolicy(read(policy, "MessageBody"), { body });
}

test.each(matchCases)("$id is answered as SNS does", ({ scope, policy, message, matches }) => {
  const parsed = read(policy, scope);
  expect(matchPolicy(parsed, message)).toBe(matches);
  expect(explainPolicy(parsed, message).matches).toBe(matches);
});

const answered = contestedCases.filter(({ ours }) => ours !== REFUSED_AT_PUBLISH);
test.each(answered)("$id is answered as documented", ({ scope, policy, message, ours }) => {
  const { policy: parsed, fault } = parsePolicy(policy, scope);
  expect(parsed === undefined ? fault.message : matchPolicy(parsed, message)).toBe(ours);
});

test("numbers are compared to six decimals, and beyond five billion by their spelling", () => {
  expect(matchesBody('{"n":[0.0000001]}', '{"n":0}')).toBe(true);
  expect(matchesBody('{"n":[0.000001]}', '{"n":0}')).toBe(false);
  expect(matchesBody('{"n":[5e9]}', '{"n":5000000000}')).toBe(true);
  expect(matchesBody('{"n":[5000000001]}', '{"n":5000000001.0}')).toBe(false);
  expect(matchesBody('{"n":[5000000001]}', '{"n":5000000001}')).toBe(true);
  expect(matchesBody('{"n":[{"numeric":[">",0]}]}', '{"n":5000000001}')).toBe(false);
  expect(matchesBody('{"n":[{"anything-but":1}]}', '{"n":5000000001}')).toBe(true);
});

test("a path that comes again in a branch replaces its earlier rules there, in the order of the text", () => {
  expect(matchesBody('{"a":["1"],"a":["2"]}', '{"a":"1"}')).toBe(false);
  expect(matchesBody('{"$or":[{"a":["1"]},{"b":["1"]}],"a":["2"]}', '{"a":"2"}')).toBe(true);
  expect(matchesBody('{"a.b":["1"],"a":{"b":["2"]}}', '{"a":{"b":"1"}}')).toBe(false);
});

test("a key that stands twice in a body has both values", () => {
  expect(matchesBody('{"a":["1"]}', '{"a":"1","a":"2"}')).toBe(true);
  expect(matchesBody('{"a":["2"]}', '{"a":"1","a":"2"}')).toBe(true);
});

test("ignoring case knows A to Z alone when the policy has no other letters", () => {
  expect(matchesBody('{"a":[{"equals-ignore-case":"k"}]}', '{"a":"K"}')).toBe(true);
  expect(matchesBody('{"a":[{"equals-ignore-case":"k"}]}', '{"a":"\u212a"}')).toBe(false);
  expect(matchesBody('{"a":[{"equals-ignore-case":"É"}]}', '{"a":"é"}')).toBe(true);
});

test("half a surrogate pair in a policy equals nothing, and so is always something else", () => {
  expect(matchesBody('{"a":["\\ud83d"]}', '{"a":"\\ud83d"}')).toBe(false);
  expect(matchesBody('{"a":[{"prefix":"\\ud83d"}]}', '{"a":"😀"}')).toBe(false);
  expect(matchesBody('{"a":[{"anything-but":"\\ud83d"}]}', '{"a":"😀"}')).toBe(true);
});

test("nesting beyond a thousand levels is no message that a policy can read", () => {
  const nested = (depth: number) => `{"a":${"[".repeat(depth)}"x"${"]".repeat(depth)}}`;
  expect(matchesBody('{"a":["x"]}', nested(999))).toBe(true);
  expect(matchesBody('{"a":["x"]}', nested(1000))).toBe(false);
});

test("the range of cidr begins at the address as written", () => {
  const policy = '{"ip":[{"cidr":"10.0.0.77/24"}]}';
  expect(matchesBody(policy, '{"ip":"10.0.0.76"}')).toBe(false);
  expect(matchesBody(policy, '{"ip":"10.0.0.77"}')).toBe(true);
  expect(matchesBody(policy, '{"ip":"::ffff:a00:4e"}')).toBe(true);
});

test("addresses are read as Java reads them: leading zeros say nothing, and IPv4 has at most 15 characters", () => {
  const policy = '{"ip":[{"cidr":"010.0.0.0/24"},{"cidr":"02001:db8::/32"}]}';
  for (const address of ["10.0.0.7", "010.0.0.07", "0010.00.00.007", "2001:db8::1", "000002001:0db8::1"]) {
    expect(matchesBody(policy, JSON.stringify({ ip: address })), address).toBe(true);
  }
  for (const address of ["00010.00.00.0007", "10.0.0.", "10.0.0.0x7", "2001:db8::g", "12001:db8::1", "10.0.0.7 "]) {
    expect(matchesBody(policy, JSON.stringify({ ip: address })), address).toBe(false);
  }
});

const labels: [PolicyMessage["attributes"], boolean][] = [
  [{ a: { Type: "String.custom", Value: "x" } }, true],
  [{ a: { Type: "Binary.png", Value: "x" } }, false],
  [{ a: { Type: "String.Array", Value: '"x"' } }, true],
  [{ a: { Type: "String.Array", Value: '["x"' } }, false],
  [{ a: { Type: "String.Array", Value: '[["x"]]' } }, true],
];
test.each(labels)("attributes %j", (attributes, matches) => {
  expect(matchPolicy(read('{"a":["x"]}', "MessageAttributes"), { attributes: attributes ?? {} })).toBe(matches);
});

test("spaces of JSON around a Number say nothing, any other text makes it no number", () => {
  const policy = read('{"n":[5]}', "MessageAttributes");
  const matches = (Value: string) => matchPolicy(policy, { attributes: { n: { Type: "Number", Value } } });
  expect(["5", " 5", "5\t\r\n", "+5", "05", "5.", "5.0e0", ".5e1"].filter((value) => !matches(value))).toEqual([]);
  expect(["\u00a05", "5\u2003", "\v5", "5 5", ".", "e5", "5e", "+-5", "0x5", "5d"].filter(matches)).toEqual([]);
});

// As a square they take more than half a minute: the limit ends what hangs.
test("digits before something that is none do not take the square of their number", { timeout: 20_000 }, () => {
  const attributes = { n: { Type: "Number", Value: `${"9".repeat(200_000)}x` } };
  expect(matchPolicy(read('{"n":[5]}', "MessageAttributes"), { attributes })).toBe(false);
});
