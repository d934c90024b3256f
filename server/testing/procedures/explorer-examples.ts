import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";

/** Examples of what counts and draws what searches find. */
export function explorerExamples({ members: [first] }: ProcedureWorld): Record<string, ProcedureExample> {
  const ofFirst = { conditions: [{ field: "member", operator: "any", values: [first] }] };
  const ofNobody = { conditions: [{ field: "member", operator: "any", values: ["nobody"] }] };
  return {
    "counts.events": { as: "analyst", asks: [{ conditions: [] }, ofFirst, ofNobody] },
  };
}
