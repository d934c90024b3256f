import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";

/** Examples of what counts and draws what searches find. */
export function explorerExamples({ members: [first] }: ProcedureWorld): Record<string, ProcedureExample> {
  const ofFirst = { conditions: [{ field: "member", operator: "any", values: [first] }] };
  const ofNobody = { conditions: [{ field: "member", operator: "any", values: ["nobody"] }] };
  const policy = { text: '{"action": ["phone-number.changed"]}', scope: "MessageAttributes", layer: "internal" };
  return {
    "counts.events": { as: "analyst", asks: [{ conditions: [] }, ofFirst, { ...ofFirst, policy }, ofNobody] },
    "counts.all": { as: "analyst", asks: [{ conditions: [] }, ofFirst, ofNobody] },
    "counts.facets": { as: "analyst", asks: [{ conditions: [] }, ofFirst, { ...ofFirst, policy }, ofNobody] },
    "counts.members": { as: "analyst", asks: [{ conditions: [] }, ofFirst, ofNobody] },
  };
}
