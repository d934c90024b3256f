import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";

/** Examples of what counts and draws what searches find. */
export function explorerExamples({ members: [first] }: ProcedureWorld): Record<string, ProcedureExample> {
  const ofFirst = { conditions: [{ field: "member", operator: "any", values: [first] }] };
  const ofNobody = { conditions: [{ field: "member", operator: "any", values: ["nobody"] }] };
  const policy = { text: '{"action": ["phone-number.changed"]}', scope: "MessageAttributes", layer: "internal" };
  const sequence = (member: string | undefined) => ({
    sequence: {
      by: "member",
      withinSeconds: 86_400,
      steps: [{ conditions: [{ field: "member", operator: "any", values: [member] }], times: 2 }],
    },
  });
  return {
    "events.follow": {
      as: "analyst",
      asks: [
        { conditions: [], since: "2020-01-01T00:00:00Z" },
        { ...ofFirst, since: "2020-01-01T00:00:00Z" },
      ],
    },
    "sequences.search": { as: "analyst", asks: [sequence(first), sequence("nobody")] },
    "sequences.export": { as: "analyst", asks: [{ ...sequence(first), reason: "the chains go to the fraud desk" }] },
    "counts.events": { as: "analyst", asks: [{ conditions: [] }, ofFirst, { ...ofFirst, policy }, ofNobody] },
    "counts.all": { as: "analyst", asks: [{ conditions: [] }, ofFirst, ofNobody] },
    "counts.facets": { as: "analyst", asks: [{ conditions: [] }, ofFirst, { ...ofFirst, policy }, ofNobody] },
    "links.show": {
      as: "analyst",
      asks: [
        { kind: "device", value: "d-1" },
        { kind: "ip", value: "192.0.2.77" },
      ],
    },
    "links.ofMember": { as: "analyst", asks: [{ memberId: first }, { memberId: "nobody" }] },
    "links.contact": { as: "analyst", asks: [{ kind: "phone", text: "010-0000-0000" }] },
    "links.mostShared": { as: "analyst", asks: [{ kind: "device", days: 7 }] },
    "counts.members": { as: "analyst", asks: [{ conditions: [] }, ofFirst, ofNobody] },
  };
}
