import { endsOf, type Operator } from "./condition-values.ts";
import { type Condition, type Field, ruleOf } from "./conditions.ts";

/** How operators are written after a field, as in "member:not=4711"; "is any of" needs no word. */
export const operatorWords: Record<Operator, string> = {
  any: "any",
  none: "not",
  starts: "starts",
  exists: "exists",
  between: "between",
  in: "in",
};

/** What stands between a condition and another of the same field, name and operator, which must hold as well. */
const FURTHER = "~";

/**
 * The conditions as URL parameters: `field.name:operator=value`, repeated for each value. Two conditions alike in field, name
 * and operator must both hold: the second is marked `~2`.
 */
export function conditionsToParams(conditions: readonly Condition[]): URLSearchParams {
  const params = new URLSearchParams();
  const taken = new Map<string, number>();
  for (const condition of conditions) {
    const key = keyOf(condition);
    const times = (taken.get(key) ?? 0) + 1;
    taken.set(key, times);
    const ends = ruleOf(condition.field).ends;
    const [range = "", ...others] = condition.values;
    if (ends !== undefined && times === 1 && others.length === 0) {
      endsOf(range).forEach((end, n) => {
        if (end !== "") params.append(ends[n] ?? "", end);
      });
      continue;
    }
    for (const value of condition.values) params.append(times === 1 ? key : `${key}${FURTHER}${times}`, value);
  }
  return params;
}

/** How a condition's field, name and operator are written in an address. */
export function keyOf(condition: { field: Field; name?: string | undefined; operator: Operator }): string {
  const { field, name, operator } = condition;
  const subject = name === undefined ? field : `${field}.${name}`;
  // A name may end like an operator.
  const isPlain = operator === "any" && !/[:~]/.test(name ?? "");
  return isPlain ? subject : `${subject}:${operatorWords[operator]}`;
}
