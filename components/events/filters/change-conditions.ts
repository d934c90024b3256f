import { type Condition, fields } from "#server/vocabulary/conditions";

type Conditions = readonly Condition[];

/** The conditions with one more: its values join those of one that asks the same way, since values are alternatives. */
export function withCondition(conditions: Conditions, added: Condition): Condition[] {
  const isAlike = (one: Condition) =>
    one.field === added.field && one.name === added.name && one.operator === added.operator;
  const alike = conditions.find(isAlike);
  // A period narrows what was chosen before.
  if (fields[added.field].kind === "time") return [...conditions.filter((one) => !isAlike(one)), added];
  if (alike === undefined) return [...conditions, added];
  const values = [...new Set([...alike.values, ...added.values])];
  return conditions.map((one) => (one === alike ? { ...alike, values } : one));
}

/** The conditions without one. */
export function withoutCondition(conditions: Conditions, removed: Condition): Condition[] {
  return conditions.filter((one) => one !== removed);
}

/** The conditions with exactly these values of "is any of" of a field; without any, without the condition. */
export function withValues(conditions: Conditions, field: Condition["field"], values: string[]): Condition[] {
  const found = conditions.find((one) => one.field === field && one.operator === "any" && one.name === undefined);
  if (found === undefined)
    return values.length === 0 ? [...conditions] : [...conditions, { field, operator: "any", values }];
  if (values.length === 0) return withoutCondition(conditions, found);
  return conditions.map((one) => (one === found ? { ...found, values } : one));
}

/** The conditions without a period. */
export function withoutPeriod(conditions: Conditions): Condition[] {
  return conditions.filter(({ field }) => field !== "occurred");
}
