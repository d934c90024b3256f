import { readTextOnce } from "../address/page-params.ts";
import { conditionsFromParams } from "../address/read-conditions.ts";
import type { ConditionFault } from "../condition-faults.ts";
import { conditionsToParams } from "../condition-params.ts";
import {
  MOST_STEPS,
  type Sequence,
  type SequenceFault,
  type SequenceStep,
  sequenceFaults,
  sequenceKeys,
} from "./sequence.ts";

/** A sequence as an address asks it, as far as it was understood, and what was not. */
export type ReadSequence = { sequence: Sequence; faults: SequenceFault[]; conditionFaults: ConditionFault[] };

const BY = "by";
const WITHIN = "within";
const TIMES = "times";
const ABSENT = "not";
/** An hour, where nothing else is said. */
const USUAL_WITHIN_S = 3600;

const STEP_KEY = /^([1-9])\.(.+)$/s;
const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
type Unit = keyof typeof unitSeconds;
const units: readonly Unit[] = ["d", "h", "m", "s"];

/** A span as addresses and the command line write it: 1h, 30m, 90s, 2d. */
export function spanText(seconds: number): string {
  const unit = units.find((one) => seconds % unitSeconds[one] === 0) ?? "s";
  return `${seconds / unitSeconds[unit]}${unit}`;
}

/** The seconds of a span; null for what is none. */
function readSpan(text: string): number | null {
  const [, digits = "", unit = ""] = /^(\d{1,9})([smhd])$/.exec(text.trim()) ?? [];
  const known = units.find((one) => one === unit);
  return known === undefined ? null : Number(digits) * unitSeconds[known];
}

/** A step as parameters: its conditions, `times` where it is more than one, `not` where it must not happen. */
function stepToParams({ conditions, times, isAbsent }: SequenceStep): URLSearchParams {
  const params = conditionsToParams(conditions);
  if (times > 1 && !isAbsent) params.set(TIMES, String(times));
  if (isAbsent) params.set(ABSENT, "true");
  return params;
}

/** The whole question: `by`, `within`, the period, and of each step its parameters behind its number, as in `2.action=password.changed`. */
export function sequenceToParams({ by, withinSeconds, period, steps }: Sequence): URLSearchParams {
  const params = new URLSearchParams({ [BY]: by, [WITHIN]: spanText(withinSeconds) });
  for (const [n, step] of steps.entries()) {
    for (const [key, value] of stepToParams(step)) params.append(`${n + 1}.${key}`, value);
    // A step that is still empty stays a step.
    if (stepToParams(step).size === 0) params.append(`${n + 1}.${TIMES}`, "1");
  }
  if (period !== null) {
    for (const [key, value] of conditionsToParams([{ field: "occurred", operator: "between", values: [period] }]))
      params.append(key, value);
  }
  return params;
}

/** The sequence that parameters say. `others` mean something else to the page. */
export function sequenceFromParams(params: URLSearchParams, others: readonly string[] = []): ReadSequence {
  const ofSteps = new Map<number, URLSearchParams>();
  const rest = new URLSearchParams();
  for (const [key, value] of params) {
    const [, digit = "", own = ""] = STEP_KEY.exec(key) ?? [];
    if (digit === "") rest.append(key, value);
    else {
      const step = ofSteps.get(Number(digit)) ?? new URLSearchParams();
      step.append(own, value);
      ofSteps.set(Number(digit), step);
    }
  }
  const most = Math.max(0, ...ofSteps.keys());
  const read = Array.from({ length: most }, (_, n) =>
    readStep(ofSteps.get(n + 1) ?? new URLSearchParams(), `${n + 1}.`),
  );
  const missing = read.flatMap((_, n): SequenceFault[] => (ofSteps.has(n + 1) ? [] : [{ rule: "step", step: n + 1 }]));
  const by = sequenceKeys.find((key) => key === (rest.get(BY) ?? "member"));
  const within = rest.has(WITHIN) ? readSpan(rest.get(WITHIN) ?? "") : USUAL_WITHIN_S;
  const own = conditionsFromParams(rest, [...others, BY, WITHIN]);
  const [period = null] = own.conditions.flatMap(({ field, values }) =>
    field === "occurred" ? values.slice(0, 1) : [],
  );
  const strange = own.conditions.filter(({ field }) => field !== "occurred");
  const sequence: Sequence = {
    by: by ?? "member",
    withinSeconds: within ?? 0,
    period,
    steps: read.slice(0, MOST_STEPS + 1).map(({ step }) => step),
  };
  return {
    sequence,
    faults: [
      ...(by === undefined ? [{ rule: "by" as const, step: null }] : []),
      ...missing,
      ...sequenceFaults(sequence),
    ],
    conditionFaults: [
      ...[BY, WITHIN].flatMap((key) => readTextOnce(rest, key).faults),
      ...own.faults,
      // What stands beside the steps would be of none of them.
      ...strange.map(
        ({ field }): ConditionFault => ({ key: field, value: null, rule: "unknown", expected: `1.${field}` }),
      ),
      ...read.flatMap(({ faults }) => faults),
    ],
  };
}

/** A step of its own parameters; its faults name them behind `prefix`. */
function readStep(params: URLSearchParams, prefix: string): { step: SequenceStep; faults: ConditionFault[] } {
  const { conditions, faults } = conditionsFromParams(params, [TIMES, ABSENT]);
  const [times, absent] = [params.get(TIMES), params.get(ABSENT)];
  const isAbsent = absent === "true";
  const wrong: ConditionFault[] =
    absent === null || absent === "true" || absent === "false"
      ? []
      : [{ key: ABSENT, value: absent, rule: "yes-no", expected: "" }];
  return {
    step: { conditions, times: isAbsent || times === null ? 1 : /^\d{1,4}$/.test(times) ? Number(times) : 0, isAbsent },
    faults: [...[TIMES, ABSENT].flatMap((key) => readTextOnce(params, key).faults), ...faults, ...wrong].map(
      (fault) => ({ ...fault, key: `${prefix}${fault.key}` }),
    ),
  };
}
