import type { ConditionFault } from "../condition-faults.ts";
import { operatorWords } from "../condition-params.ts";
import { operators, rangeOf } from "../condition-values.ts";
import { type Condition, type Field, fieldNames, isField, MAX_CONDITIONS, ruleOf } from "../conditions.ts";
import { type GivenCondition, readCondition } from "../read-condition.ts";

/** Conditions that were understood, and what was not: with a fault there is no answer, never a wider one. */
export type ReadConditions = { conditions: Condition[]; faults: ConditionFault[] };

/** The conditions that URL parameters say. `others` are parameters that mean something else to the page. */
export function conditionsFromParams(params: URLSearchParams, others: readonly string[] = []): ReadConditions {
  const given = new Map<string, string[]>();
  for (const [key, value] of params) {
    if (!others.includes(key)) given.set(key, [...(given.get(key) ?? []), value]);
  }
  return readConditions([...given].map(([key, values]) => readKey(key, values)));
}

/** What a key and its values say: a condition, one end of a period, or a fault. */
function readKey(key: string, values: string[]): GivenCondition | GivenEnd | ConditionFault {
  for (const field of fieldNames) {
    const end = ruleOf(field).ends?.indexOf(key) ?? -1;
    if (end >= 0) return { key, field, end: end === 0 ? "from" : "to", values };
  }
  const [, subject = "", word] = /^(.*?)(?::([a-z]+)(?:~\d+)?)?$/s.exec(withoutMark(key)) ?? [];
  const operator = operators.find((known) => operatorWords[known] === word);
  const [whole, found] = operator === undefined ? [withoutMark(key), "any" as const] : [subject, operator];
  const dot = whole.indexOf(".");
  const [field, name] = dot < 0 ? [whole, undefined] : [whole.slice(0, dot), whole.slice(dot + 1)];
  if (!isField(field)) return { key, value: null, rule: "unknown", expected: fieldNames.join(", ") };
  return { key, field, name, operator: found, values };
}

/** One end of a range that stands by itself. */
export type GivenEnd = { key: string; field: Field; end: "from" | "to"; values: string[] };

/** Reads what was given, in its order; the two ends of a period are one condition. */
export function readConditions(given: readonly (GivenCondition | GivenEnd | ConditionFault)[]): ReadConditions {
  const conditions: Condition[] = [];
  const faults: ConditionFault[] = [];
  for (const one of joinEnds(given)) {
    if ("rule" in one) {
      faults.push(one);
      continue;
    }
    const read = readCondition(one);
    if (Array.isArray(read)) faults.push(...read);
    else conditions.push(read);
  }
  if (conditions.length > MAX_CONDITIONS) {
    faults.push({ key: "", value: null, rule: "many-conditions", expected: String(MAX_CONDITIONS) });
  }
  return { conditions, faults };
}

function joinEnds(given: readonly (GivenCondition | GivenEnd | ConditionFault)[]): (GivenCondition | ConditionFault)[] {
  const joined: (GivenCondition | ConditionFault)[] = [];
  for (const one of given) {
    if (!("end" in one)) {
      joined.push(one);
      continue;
    }
    if (one.values.length > 1) joined.push({ key: one.key, value: one.values[1] ?? "", rule: "once", expected: "" });
    if (one.values.some((value) => value === "")) {
      joined.push({ key: one.key, value: "", rule: "empty", expected: "" });
      continue;
    }
    const other = given.find((another) => "end" in another && another.field === one.field && another.end !== one.end);
    // The later of two ends was joined with the earlier one.
    if (other !== undefined && given.indexOf(other) < given.indexOf(one)) continue;
    const ofEnd = (end: "from" | "to") => {
      const found = [one, other].find((known) => known !== undefined && "end" in known && known.end === end);
      return found !== undefined && "end" in found ? (found.values[0] ?? "") : "";
    };
    const { field } = one;
    const whole = { field, operator: "between", values: [rangeOf(ofEnd("from"), ofEnd("to"))] } as const;
    if (other === undefined || !("end" in other)) {
      joined.push({ ...whole, key: one.key });
      continue;
    }
    // Each end that is wrong by itself is named by itself.
    const alone = [one, other].map(({ key, end }) => {
      return { ...whole, key, values: [end === "from" ? rangeOf(ofEnd(end), "") : rangeOf("", ofEnd(end))] };
    });
    const wrong = alone.filter((end) => Array.isArray(readCondition(end)));
    joined.push(...(wrong.length > 0 ? wrong : [{ ...whole, key: `${one.key}, ${other.key}` }]));
  }
  return joined;
}

/** A key without the mark of a further condition. */
function withoutMark(key: string): string {
  return key.replace(/~\d+$/, "");
}
