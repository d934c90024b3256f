import type { ConditionFault, FaultRule } from "./condition-faults.ts";
import type { Operator } from "./condition-values.ts";
import { type Condition, type Field, ruleOf } from "./conditions.ts";
import { readConditionValue } from "./read-condition-value.ts";

/** Each value costs one index descent a partition. */
const MAX_VALUES = 1000;
const MAX_NAME = 300;

/** A condition as somebody gave it, and the words by which they know it. */
export type GivenCondition = {
  field: Field;
  name?: string | undefined;
  operator: Operator;
  values: readonly string[];
  key: string;
};

/** Reads a condition: every value in its one form, each once; or every fault in it. */
export function readCondition({ key, field, name, operator, values }: GivenCondition): Condition | ConditionFault[] {
  const rule = ruleOf(field);
  const fault = (broken: FaultRule, expected: string, given: string | null = null): ConditionFault[] => {
    return [{ key, value: given, rule: broken, expected }];
  };
  if (!rule.operators.includes(operator)) return fault("operator", rule.operators.join(", "));
  if (name === undefined && rule.name?.need === "must") return fault("name-missing", rule.name.example);
  if (name !== undefined && rule.name === undefined) return fault("name-given", `${field}=...`);
  if (name !== undefined && (!rule.name?.isName(name) || name.length > MAX_NAME))
    return fault("name", rule.name?.example ?? "");
  if (name !== undefined && (!name.isWellFormed() || name.includes("\u0000"))) return fault("character", "");
  if (values.length === 0) return fault("empty", "");
  if (values.length > MAX_VALUES) return fault("many-values", String(MAX_VALUES));
  const { kind, longest, words } = rule;
  const read = values.map((given) => ({ given, ...readConditionValue(given, { kind, operator, longest, words }) }));
  const faults = read.flatMap((one) => ("rule" in one ? fault(one.rule, one.expected, one.part ?? one.given) : []));
  if (faults.length > 0) return faults;
  const understood = new Set(read.flatMap((one) => ("value" in one ? [one.value] : [])));
  return { field, ...(name !== undefined && { name }), operator, values: [...understood] };
}
