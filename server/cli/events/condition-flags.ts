import { type GivenEnd, readConditions } from "../../vocabulary/address/read-conditions.ts";
import { type ConditionFault, faultText } from "../../vocabulary/condition-faults.ts";
import { operatorWords } from "../../vocabulary/condition-params.ts";
import type { Operator } from "../../vocabulary/condition-values.ts";
import { type Condition, type Field, fieldNames, ruleOf } from "../../vocabulary/conditions.ts";
import type { GivenCondition } from "../../vocabulary/read-condition.ts";
import { UsageError } from "../command/command.ts";

/** What a flag of the command line stands for. */
type Flag = { name: string; field: Field } & ({ operator: Operator } | { end: "from" | "to" });

const flags: readonly Flag[] = fieldNames.flatMap((field): Flag[] => {
  const { operators, ends } = ruleOf(field);
  if (ends !== undefined) return ends.map((name, n) => ({ name, field, end: n === 0 ? "from" : "to" }));
  return operators.map((operator) => ({ name: flagOf(field, operator), field, operator }));
});

function flagOf(field: Field, operator: Operator): string {
  return operator === "any" ? field : `${field}-${operatorWords[operator]}`;
}

/** Waiting or parked in either layer, in one word. */
const UNPUBLISHED: GivenCondition = {
  key: "--unpublished",
  field: "publication",
  operator: "any",
  values: ["waiting", "parked"],
};

/** The options of a command that takes conditions, from the table of fields. */
export const conditionOptions = {
  ...Object.fromEntries(flags.map(({ name }) => [name, { type: "string", multiple: true }] as const)),
  unpublished: { type: "boolean" },
} as const;

/** How conditions are written on the command line, a line a field. */
export const conditionUsage: readonly string[] = [
  "Conditions, each as often as wanted. Different ones must all hold; values of the same one are alternatives:",
  ...fieldNames.map((field) => {
    const { operators, ends, words, name } = ruleOf(field);
    if (ends !== undefined) return `  ${ends.map((end) => `--${end} T`).join(" ")}`;
    const further = operators.filter((operator) => operator !== "any").map((operator) => `-${operatorWords[operator]}`);
    const value = words?.join("|") ?? "VALUE";
    const named = name === undefined ? value : name.need === "must" ? `NAME=${value}` : `[internal=|external=]${value}`;
    return `  --${field}[${further.join("|")}] ${named}`;
  }),
  "  --unpublished",
  "-not: is none of. -starts: begins with. -exists: true or false. -between: like 10..20, 10.. or ..20. -in: like 203.0.113.0/24.",
  'NAME is an attribute, or a path in it like address.city. Values are compared digit for digit; "5" in quotes is text alone.',
  "T is a time with zone, as exactly as it is written: 2026-11-26T13:59+09:00 is that whole minute, 2026-11-26+09:00 that day.",
];

/**
 * The conditions that options say.
 *
 * @throws UsageError that says what is wrong with which option and how to write it.
 */
export function conditionsOfOptions(values: Readonly<Record<string, unknown>>): Condition[] {
  const given = flags.flatMap((flag) => readFlag(flag, textsOf(values[flag.name])));
  const { conditions, faults } = readConditions(values.unpublished === true ? [...given, UNPUBLISHED] : given);
  if (faults.length > 0) throw new UsageError(faults.map((fault) => faultText(fault)).join("\n"));
  return conditions;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function readFlag(flag: Flag, texts: string[]): (GivenCondition | GivenEnd | ConditionFault)[] {
  if (texts.length === 0) return [];
  const key = `--${flag.name}`;
  const { field } = flag;
  if ("end" in flag) return [{ key, field, end: flag.end, values: texts }];
  const { operator } = flag;
  const need = ruleOf(field).name?.need;
  if (need === undefined) return [{ key, field, operator, values: texts }];
  const byName = new Map<string | undefined, string[]>();
  for (const text of texts) {
    const { name, value } = split(text, operator);
    if (need === "must" && (name === undefined || name === "")) {
      return [{ key, value: text, rule: "name-missing", expected: `${key} NAME=VALUE` }];
    }
    byName.set(name, [...(byName.get(name) ?? []), value]);
  }
  return [...byName].map(([name, values]) => ({
    key: name === undefined ? key : `${key} ${name}`,
    field,
    name,
    operator,
    values,
  }));
}

/** NAME=VALUE; a name alone exists. */
function split(text: string, operator: Operator): { name: string | undefined; value: string } {
  const at = text.indexOf("=");
  if (at >= 0) return { name: text.slice(0, at), value: text.slice(at + 1) };
  return operator === "exists" ? { name: text, value: "true" } : { name: undefined, value: text };
}
