import fc from "fast-check";
import type { PolicyMessage, PolicyScope, RuleBody } from "../filter-policy/policy.ts";

/** A random policy with a random message that was made to come near it. */
export interface PolicyPair {
  /** The operator that the policy is about. */
  about: RuleBody["kind"];
  scope: PolicyScope;
  policy: string;
  message: PolicyMessage;
}

/** Every kind of rule that the language has. */
export const ruleKinds = [
  ...["string", "number", "literal", "prefix", "suffix", "equals-ignore-case"],
  ...["anything-but", "anything-but-prefix", "numeric", "cidr", "exists"],
] as const satisfies readonly RuleBody["kind"][];

// Values as JSON spells them: what numbers are spelled like matters.
const texts = [
  ...["", "a", "A", "ab", "abc", "b", "a ", " a", "a b", "a.b", "100", "1e2", "true", "null", "[]", "%", "_", "a%"],
  ...[
    "서울",
    "서울특별시",
    "😀",
    "😀a",
    "a😀",
    "👩‍👩‍👧",
    "É",
    "é",
    "ß",
    "SS",
    "İ",
    "K",
    "k",
    "ſ",
    "ﬁ",
    "\u007f",
    "\ufffd",
  ],
  ...["10.0.0.1", "10.0.0.77", "10.0.0.255", "10.0.1.0", "10.0.0.256", "010.0.0.1", "1.2.3", "2001:db8::1", "::"],
  ...["2001:0DB8:0:0:0:0:0:1", "2001:db9::", "::ffff:a00:1", "1:2:3:4:5:6:7::", "1::2::3", "12345::"],
].map((text) => JSON.stringify(text));
const numbers = [
  ...[
    "0",
    "-0",
    "0.0",
    "1",
    "100",
    "100.0",
    "1e2",
    "1E+2",
    "100.000001",
    "100.0000001",
    "-1.5",
    "0.000001",
    "0.0000001",
  ],
  ...["301.5", "3.015e2", "123456.789012", "5000000000", "5e9", "-5000000000", "5000000000.5", "5000000001"],
  ...["5000000001.0", "-5000000001", "1e10", "10000000000", "1e400", "1e-400", "99.999999", "99.9999994"],
];
const literals = ["true", "false", "null"];
const odd = [
  "[]",
  "{}",
  "[[]]",
  '[["a"],[100]]',
  '{"a":"a"}',
  '"the \\"ace\\""',
  '"a\\\\b"',
  '"\\u00e9"',
  '"\\ud83d\\ude00"',
];
const paths = ["a", "a.b", "b", "a.b.c", "c", "", "$or.a", "서울"];
const ranges = ["10.0.0.0/24", "10.0.0.77/24", "0.0.0.0/0", "10.0.0.0/8", "2001:db8::/32", "::/0", "2001:db8::1/127"];

const quoted = (values: readonly string[]) => values.map((value) => JSON.stringify(value));
const addresses = quoted([
  "10.0.0.77",
  "10.0.0.78",
  "10.0.0.255",
  "10.0.0.1",
  "10.0.1.0",
  "11.0.0.0",
  "::ffff:a00:4e",
  "host",
]);
const longAddresses = quoted([
  "2001:db8::1",
  "2001:DB8:0::",
  "2001:db8::2",
  "2001:db9::",
  "::",
  "10.0.0.1",
  "::ffff:a00:4e",
]);

const pick = (values: readonly string[]) => fc.constantFrom(...values);
const text = fc.oneof(
  { weight: 4, arbitrary: pick(texts) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }).map(storable) },
);
const number = fc.oneof(
  { weight: 4, arbitrary: pick(numbers) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -6e9, max: 6e9 }).map(String) },
);
const anyValue = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 4, arbitrary: number },
  { weight: 2, arbitrary: pick(literals) },
  { weight: 2, arbitrary: pick(odd) },
);

/** Strings as messages can be stored: no U+0000. */
function storable(value: string): string {
  return JSON.stringify(value.replaceAll("\u0000", "0"));
}

type Aimed = { rule: string; near: string[] };

const around = (value: string): string[] => {
  const plain: unknown = JSON.parse(value);
  const inner = typeof plain === "string" ? plain : "";
  return [
    value,
    value,
    ...[`${inner}x`, `x${inner}`, inner.toUpperCase(), inner.toLowerCase()].map((one) => JSON.stringify(one)),
  ];
};

/** For each kind a rule, and values that come near it: some satisfy it and some do not. */
const aimed: Record<RuleBody["kind"], fc.Arbitrary<Aimed>> = {
  string: text.map((value) => ({ rule: value, near: around(value) })),
  number: number.map((value) => ({ rule: value, near: [value, value, `"${value}"`, "100", "1e2"] })),
  literal: pick(literals).map((value) => ({ rule: value, near: [value, value, `"${value}"`] })),
  prefix: text.map((value) => ({ rule: `{"prefix":${value}}`, near: around(value) })),
  suffix: text.map((value) => ({ rule: `{"suffix":${value}}`, near: around(value) })),
  "equals-ignore-case": text.map((value) => ({ rule: `{"equals-ignore-case":${value}}`, near: around(value) })),
  "anything-but": fc
    .oneof(
      fc.array(text, { minLength: 1, maxLength: 3 }),
      fc.array(pick(numbers.filter(isComparable)), { minLength: 1, maxLength: 3 }),
    )
    .map((values) => ({ rule: `{"anything-but":[${values.join(",")}]}`, near: [...values, ...values, ...values] })),
  "anything-but-prefix": text
    .filter((value) => value !== '""')
    .map((value) => ({ rule: `{"anything-but":{"prefix":${value}}}`, near: [value, value, value, ...around(value)] })),
  numeric: fc
    .tuple(pick(["=", "<", "<=", ">", ">="]), pick(numbers.filter(isComparable)), fc.option(pick(["<", "<="])))
    .map(([comparison, value, upper]) => {
      const isRange = upper !== null && comparison.startsWith(">") && Number(value) < 301.5;
      const end = isRange ? `,"${upper}",301.5` : "";
      const isPossible =
        !(comparison.startsWith("<") && Number(value) === -5e9) &&
        !(comparison.startsWith(">") && Number(value) === 5e9);
      return {
        rule: `{"numeric":["${isPossible ? comparison : "="}",${value}${isPossible ? end : ""}]}`,
        near: [value, ...numbers],
      };
    }),
  cidr: pick(ranges).map((range) => ({
    rule: `{"cidr":"${range}"}`,
    near: range.includes(":") ? longAddresses : addresses,
  })),
  exists: fc.constantFrom("true", "false").map((value) => ({ rule: `{"exists":${value}}`, near: ["[]", "{}", '"a"'] })),
};

function isComparable(spelled: string): boolean {
  return Math.abs(Number(spelled)) <= 5e9;
}

/** Pairs whose policy is about one kind of rule. */
export function policyPairs(about: RuleBody["kind"]): fc.Arbitrary<PolicyPair> {
  const seed = fc.record({
    scope: fc.constantFrom("MessageAttributes" as const, "MessageBody" as const),
    path: pick(paths),
    other: fc.record({ path: pick(paths), rule: fc.constantFrom(...ruleKinds).chain((kind) => aimed[kind]) }),
    form: fc.constantFrom("plain", "plain", "plain", "two rules", "two keys", "or", "nested or", "again"),
    isNested: fc.boolean(),
    aim: aimed[about],
  });
  return seed.chain(({ aim, ...rest }) => {
    const value = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...aim.near) }, { weight: 1, arbitrary: anyValue });
    const placed = fc.record({
      values: fc.oneof(
        { weight: 6, arbitrary: fc.array(value, { minLength: 1, maxLength: 3 }) },
        { weight: 1, arbitrary: fc.constant<string[]>([]) },
      ),
      others: fc.array(fc.tuple(pick(paths), anyValue), { maxLength: 3 }),
      shape: fc.constantFrom("dotted", "nested", "objects in arrays"),
      isWhole: fc.integer({ min: 0, max: 30 }).map((one) => one > 0),
    });
    return placed.map((message) => makePair(about, aim, rest, message));
  });
}

type Form = { scope: PolicyScope; path: string; other: { path: string; rule: Aimed }; form: string; isNested: boolean };
type Placed = { values: string[]; others: [string, string][]; shape: string; isWhole: boolean };

function makePair(
  about: RuleBody["kind"],
  aim: Aimed,
  { scope, path, other, form, isNested }: Form,
  placed: Placed,
): PolicyPair {
  const isBody = scope === "MessageBody";
  const key = (name: string, rules: string) => {
    const parts = name.split(".");
    if (!isBody || !isNested || name === "") return `${JSON.stringify(name)}:[${rules}]`;
    return `${parts.map((part) => `${JSON.stringify(part)}:`).join("{")}[${rules}]${"}".repeat(parts.length - 1)}`;
  };
  const mine = key(path, aim.rule);
  const theirs = key(other.path, other.rule.rule);
  const policies: Record<string, string> = {
    plain: `{${mine}}`,
    "two rules": `{${key(path, `${aim.rule},${other.rule.rule}`)}}`,
    "two keys": `{${mine},${theirs}}`,
    or: `{"$or":[{${mine}},{${theirs}}]}`,
    "nested or": `{${theirs},"$or":[{${mine}},{"$or":[{${theirs}},{${mine},${key("c", '"a"')}}]}]}`,
    again: `{${theirs},"$or":[{${key(other.path, aim.rule)}},{${mine}}]}`,
  };
  const entries: [string, string][] = [
    ...placed.values.map((value): [string, string] => [path, value]),
    ...placed.others,
  ];
  const message = isBody ? { body: writeBody(entries, placed) } : { attributes: writeAttributes(entries) };
  return { about, scope, policy: policies[form] ?? "{}", message };
}

/** One JSON text with every entry at its path; keys may come twice. */
function writeBody(entries: readonly [string, string][], { shape, isWhole }: Placed): string {
  const written = entries.map(([path, value]) => {
    const parts = shape === "dotted" ? [path] : path.split(".");
    const isInArrays = shape === "objects in arrays";
    const opened = parts.map((part) => `${JSON.stringify(part)}:${isInArrays ? "[[" : ""}`).join("{");
    return `${opened}${value}${isInArrays ? "]]" : ""}${(isInArrays ? "}]]" : "}").repeat(parts.length - 1)}`;
  });
  return isWhole ? `{${written.join(" ,\n")}}` : `[{${written.join(",")}}]`;
}

function writeAttributes(entries: readonly [string, string][]): Record<string, { Type: string; Value: string }> {
  return Object.fromEntries(
    entries.map(([path, value], index) => [path === "" ? "empty" : path, attributeOf(value, index)]),
  );
}

function attributeOf(value: string, index: number): { Type: string; Value: string } {
  const plain: unknown = JSON.parse(value);
  if (typeof plain === "number" && index % 4 !== 3) return { Type: "Number", Value: value };
  if (typeof plain === "string" && index % 4 !== 3)
    return { Type: index % 4 === 2 ? "String.custom" : "String", Value: plain };
  if (index % 4 === 1 && plain === null) return { Type: "Binary", Value: "AgME" };
  return { Type: "String.Array", Value: index % 2 === 0 ? `[${value}, "z"]` : value };
}
