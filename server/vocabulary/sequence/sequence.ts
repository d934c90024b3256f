import type { Condition } from "../conditions.ts";
import type { MemberEvent } from "../member-event.ts";

/** Whose events make one chain. */
export const sequenceKeys = ["member", "device", "ip"] as const;
export type SequenceKey = (typeof sequenceKeys)[number];

/** One step: events that its conditions find, at least so many; or, `isAbsent`, none of them. */
export type SequenceStep = { conditions: Condition[]; times: number; isAbsent: boolean };

/**
 * Steps in order, all of one member, device or address, the first and the last event at most so many seconds apart. `period`, a range of
 * times as a condition writes it, is when the first event happened; null for any time.
 */
export type Sequence = {
  by: SequenceKey;
  withinSeconds: number;
  period: string | null;
  steps: SequenceStep[];
};

export const MOST_STEPS = 4;
/** Events that all steps ask for together: a chain is followed in one machine word. */
export const MOST_EVENTS = 30;
export const LONGEST_WITHIN_S = 30 * 24 * 3600;

/** A chain: the events that met each step, oldest first; a step that asks for none has none. Times are ISO 8601. */
export type Chain = { key: string; startAt: string; endAt: string; steps: string[][]; memberIds: string[] };

/** Chains, the newest beginning first, and the events that tell them; `cursor` continues where `isWhole` is false. */
export type SequencePage = {
  chains: Chain[];
  events: MemberEvent[];
  memberIds: string[];
  /** Everything that began at or after this moment was looked at; null where nothing is left to look at. */
  lookedTo: string | null;
  cursor: string | null;
  /** Looking took too long and stopped. */
  partial: boolean;
  asOf: string;
};

/** What a sequence breaks. */
export type SequenceRule =
  | "few-steps"
  | "many-steps"
  | "first-absent"
  | "no-condition"
  | "times"
  | "many-events"
  | "one-event"
  | "within"
  | "by"
  | "step";
export type SequenceFault = { rule: SequenceRule; step: number | null };

/** What keeps a sequence from being asked; empty when nothing does. */
export function sequenceFaults({ steps, withinSeconds }: Sequence): SequenceFault[] {
  const faults: SequenceFault[] = [];
  if (steps.length === 0) faults.push({ rule: "few-steps", step: null });
  if (steps.length > MOST_STEPS) faults.push({ rule: "many-steps", step: null });
  if (steps[0]?.isAbsent) faults.push({ rule: "first-absent", step: 1 });
  for (const [n, { conditions, times }] of steps.entries()) {
    if (conditions.length === 0) faults.push({ rule: "no-condition", step: n + 1 });
    if (!Number.isInteger(times) || times < 1 || times > MOST_EVENTS) faults.push({ rule: "times", step: n + 1 });
  }
  const events = steps.reduce((sum, { times, isAbsent }) => sum + (isAbsent ? 0 : times), 0);
  if (events > MOST_EVENTS) faults.push({ rule: "many-events", step: null });
  if (events === 1 && !steps.some(({ isAbsent }) => isAbsent)) faults.push({ rule: "one-event", step: null });
  if (!Number.isInteger(withinSeconds) || withinSeconds < 1 || withinSeconds > LONGEST_WITHIN_S)
    faults.push({ rule: "within", step: null });
  return faults;
}
