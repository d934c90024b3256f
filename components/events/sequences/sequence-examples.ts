import type { Condition } from "#server/vocabulary/conditions";
import type { Sequence, SequenceStep } from "#server/vocabulary/sequence/sequence";

/** Ready questions, by the name of their words. */
export const exampleNames = ["takeover", "newDevice", "manyJoined", "notRestored"] as const;
export type ExampleName = (typeof exampleNames)[number];

const HOUR_S = 3600;

function step(actions: string[], { times = 1, isAbsent = false } = {}): SequenceStep {
  const conditions: Condition[] = [{ field: "action", operator: "any", values: actions }];
  return { conditions, times, isAbsent };
}

const examples: Record<ExampleName, Omit<Sequence, "period">> = {
  takeover: {
    by: "member",
    withinSeconds: HOUR_S,
    steps: [
      step(["member.login-failed"], { times: 5 }),
      step(["password.changed"]),
      step(["withdrawal.requested", "phone-number.changed"]),
    ],
  },
  newDevice: {
    by: "member",
    withinSeconds: HOUR_S,
    steps: [step(["device.registered"]), step(["phone-number.changed", "email.changed"])],
  },
  manyJoined: { by: "device", withinSeconds: 24 * HOUR_S, steps: [step(["member.joined"], { times: 3 })] },
  notRestored: {
    by: "member",
    withinSeconds: HOUR_S,
    steps: [step(["member.login-failed"], { times: 3 }), step(["member.logged-in"], { isAbsent: true })],
  },
};

/** An example with its period, and which of its actions a catalog must know. */
export function exampleOf(name: ExampleName, period: string): { sequence: Sequence; actions: string[] } {
  const sequence = { ...examples[name], period };
  return { sequence, actions: sequence.steps.flatMap(({ conditions }) => conditions.flatMap(({ values }) => values)) };
}
