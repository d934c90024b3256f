import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { invalidPolicies } from "../../conformance/policy-cases.ts";
import { readJsonTree } from "./json-tree.ts";
import { parsePolicy } from "./parse-policy.ts";
import { snsMessage } from "./policy-fault.ts";

test.each(invalidPolicies)("$id is refused in SNS's words", ({ scope, policyText, message }) => {
  const { fault } = parsePolicy(policyText, scope);
  const call = message.includes("Attributes Reason") ? "Subscribe" : "SetSubscriptionAttributes";
  expect(fault && snsMessage(fault, call)).toBe(message);
  expect(fault?.hint.en).toMatch(/\.$/);
  expect(fault?.hint.ko).not.toBe("");
});

test.each([
  ["", "failed to parse JSON. Unexpected end-of-input", 0],
  ['{"a":[1', "failed to parse JSON. Unexpected end-of-input: expected close marker for Array", 7],
  ['{"a":', "failed to parse JSON. Unexpected end-of-input within/between Object entries", 5],
  ['{"a":[1}', "failed to parse JSON. Unexpected close marker '}': expected ']'", 7],
  [
    '{"a":1.}',
    "failed to parse JSON. Unexpected character ('}' (code 125)) in numeric value: Decimal point not followed by a digit",
    7,
  ],
  ["[]", "Filter is not an object", 0],
  ['{"a":[]}', "Empty arrays are not allowed", 5],
  ['{"a":{}}', "Empty objects are not allowed", 5],
  ['{"a":[{}]}', "Match expression name not found", 6],
  ['{"a":["x",{"exactly":"x"}]}', "Unrecognized match type exactly", 11],
  ['{"a":[{"constructor":"x"}]}', "Unrecognized match type constructor", 7],
  ['{"a":[{"cidr":5}]}', "prefix match pattern must be a string", 14],
  ['{"a":[{"cidr":"10.0.0.0/x"}]}', "Malformed CIDR, mask bits must be an integer", 14],
  ['{"a":[{"cidr":"10.0.0.0/2147483648"}]}', "Malformed CIDR, mask bits must be an integer", 14],
  ['{"a":[{"cidr":"10.0.0.0/2147483647"}]}', "IPv4 mask bits must be < 32", 14],
  ['{"a":[{"cidr":"10.0.0/8"}]}', "Nonstandard IP address: 10.0.0", 14],
  ['{"a":[{"cidr":"10.0.0.256/24"}]}', "Invalid IP address: 10.0.0.256", 14],
  ['{"a":[{"cidr":"1::2::3/64"}]}', "Invalid IP address: 1::2::3", 14],
  ['{"a":[{"cidr":"10.0.0.0/-1"}]}', "Malformed CIDR, mask bits must not be negative", 14],
  ['{"a":[{"cidr":"::/128"}]}', "IPv6 mask bits must be < 128", 14],
  ['{"a":[{"numeric":">"}]}', "Value of numeric must be an array.", 17],
  ['{"a":[{"numeric":[]}]}', "Invalid member in numeric match: ]", 18],
  ['{"a":[{"numeric":["=",1,2]}]}', "Too many elements in numeric expression", 24],
  ['{"a":[{"numeric":["=",1],"x":2}]}', "Too many elements in numeric expression", 25],
  ['{"a":[{"numeric":[">",3,"<",1],"x":2}]}', "Bottom must be less than top", 17],
  ['{"a":[{"numeric":["=",5000000001],"x":2}]}', "Value must be between -5.0E9 and 5.0E9, inclusive", 17],
  ['{"a":[{"numeric":[">",1,2]}]}', "Bad value in numeric range: 2", 24],
  ['{"a":[{"numeric":[">",5000000001]}]}', "Bottom must be less than top", 17],
  ['{"a":[{"numeric":["=",5000000001]}]}', "Value must be between -5.0E9 and 5.0E9, inclusive", 17],
  ['{"a":[{"anything-but":[5000000001]}]}', "Value must be between -5.0E9 and 5.0E9, inclusive", 23],
  ['{"a":[{"anything-but":[null]}]}', "Inside anything but list, start|null|boolean is not supported.", 23],
  ['{"a":[{"anything-but":{}}]}', "Anything-But expression name not found", 22],
  ['{"a":[{"anything-but":{"suffix":"x"}}]}', "Unsupported anything-but pattern: suffix", 23],
  ['{"a":[{"anything-but":{"prefix":""}}]}', "Null prefix not allowed", 32],
  ['{"$or":[{"a":["1"]},{"prefix":["1"]}]}', "Unrecognized match type a", 9],
  ['{"$or":"x"}', '"$or" must be an object or an array', 1],
])("%s is refused where the fault stands", (policy, message, at) => {
  expect(parsePolicy(policy).fault).toMatchObject({ message, at });
});

test("a $or that is no operator is explained", () => {
  expect(parsePolicy('{"$or":[{"a":["1"]}]}').fault?.hint.en).toContain(
    "$or is an operator only over two or more objects",
  );
});

test("only an attribute policy may not nest", () => {
  const nested = '{"$or":[{"a":{"b":["1"]}},{"c":["1"]}]}';
  expect(parsePolicy(nested).fault?.message).toMatch(/does not support nested filter policy$/);
  expect(parsePolicy(nested, "MessageBody").policy?.branches).toHaveLength(2);
});

const MANY = 250_000;
/** As a square each takes longer than this, and a few milliseconds as it is: ends what hangs. */
const timeout = 9000;
test.each([
  ["slashes in a range", { a: [{ cidr: `1${"/".repeat(MANY)}1` }] }],
  ["colons in a range", { a: [{ cidr: `${":".repeat(MANY)}x/16` }] }],
  ["spaces inside a text", { a: [{ prefix: `${" ".repeat(MANY)}x` }] }],
])("%s do not take the square of their number", { timeout }, (_what, policy) => {
  expect(parsePolicy(policy)).toBeDefined();
});

describe("limits", () => {
  test("a key that comes again counts once, by the list that stays", () => {
    const list = JSON.stringify(Array.from({ length: 100 }, (_, index) => String(index)));
    const again = `{"a":${list},"a":["x","y"],"b":["1"],"c":["1"],"d":["1"],"e":["1"]}`;
    expect(parsePolicy(again).policy?.combinations).toBe(2);
    expect(parsePolicy(again.replace('"a":["x","y"]', '"f":["x"]')).fault).toMatchObject({
      message: "Filter policy can not have more than 5 keys",
      at: again.replace('"a":["x","y"]', '"f":["x"]').indexOf('"e"'),
    });
  });

  const values = (count: number) => Array.from({ length: count }, (_, index) => String(index));
  test.each([
    [{ a: values(150) }, 150],
    [{ a: values(3), b: ["x"], c: values(2) }, 6],
    [{ a: { b: { c: values(4) } }, d: { e: values(3) } }, 72],
    [{ a: { b: { c: values(5) } }, d: { e: values(5) } }, 150],
  ])("%j counts as %i combinations", (policy, count) => {
    expect(parsePolicy(policy, "MessageBody").policy?.combinations).toBe(count);
  });

  test.each([
    { a: values(4), $or: [{ m: values(6) }, { t: values(4), $or: [{ i: values(4) }, { s: values(4) }] }] },
    { a: values(151) },
    { a: { b: values(38) }, c: values(2) },
  ])("more than 150 are refused", (policy) => {
    expect(parsePolicy(policy, "MessageBody").fault?.message).toBe("Filter policy is too complex");
  });

  test("alternatives that would multiply without end are refused before they are multiplied", () => {
    const pair = [{ x: ["1"] }, { y: ["1"] }];
    const policy = {
      a: { $or: pair },
      b: { $or: pair },
      c: { $or: pair },
      d: { $or: [...pair, { z: { $or: pair } }] },
    };
    expect(parsePolicy(policy, "MessageBody").fault?.message).toBe("Filter policy is too complex");
  });

  test("the hint names the size of a policy that is too large", () => {
    const text = `{"a":["${"x".repeat(256 * 1024)}"]}`;
    expect(parsePolicy(text).fault?.hint.en).toContain(`this one has ${text.length}`);
  });

  test("$or counts as one key", () => {
    const five = { a: ["1"], b: ["1"], c: ["1"], d: ["1"] };
    const $or = [{ e: ["1"] }, { f: ["1"] }];
    expect(parsePolicy({ ...five, $or }).fault).toBeUndefined();
    expect(parsePolicy({ ...five, $or, g: ["1"] }).fault?.message).toBe("Filter policy can not have more than 5 keys");
  });
});

test("what may not do what was meant is warned of", () => {
  const warned = (policy: string) =>
    parsePolicy(policy, "MessageAttributes").policy?.warnings.map(({ words }) => words.en);
  expect(warned('{"a":[1000000001]}')).toEqual([expect.stringContaining("one billion")]);
  expect(warned('{"a":[{"cidr":"10.0.0.77/24"}]}')).toEqual([expect.stringContaining('{"cidr":"10.0.0.77/24"}')]);
  expect(warned('{"a":["x\\\\y"]}')).toEqual([expect.stringContaining("backslash")]);
  expect(warned('{"a":[{"anything-but":"x"},{"anything-but":"y"}]}')).toEqual([expect.stringContaining("each other")]);
  expect(warned('{"a":["x"]}')).toEqual([]);
});

test("the reader takes exactly what is JSON, and reads strings and numbers as the engine does", () => {
  const piece = fc.constantFrom(
    ...'{}[],:"\\ \n01-+.eEtrufalsn\u0001é😀',
    "true",
    "null",
    '"a"',
    "\\u0041",
    "\\ud83d",
    "1e5",
  );
  const text = fc.oneof(
    fc.json({ stringUnit: "binary" }),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(text, (one) => {
      const { root } = readJsonTree(one);
      let value: unknown;
      try {
        value = JSON.parse(one);
      } catch {
        return root === undefined;
      }
      if (root?.kind === "string") return root.value === value;
      return root?.kind === "number" ? Number(root.spelled) === value : root !== undefined;
    }),
    { numRuns: 1500 },
  );
});
