import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";

/** Examples of what auditors ask of people's looks. */
export function auditorExamples({ members: [first] }: ProcedureWorld): Record<string, ProcedureExample> {
  const [from, to] = ["2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"];
  return {
    "accessRecords.list": { as: "auditor", asks: [{}, { limit: 1 }, { memberId: first }, { people: true }] },
    "accessRecords.viewers": { as: "auditor", asks: [{}, { services: true }] },
    "accessRecords.summary": {
      as: "auditor",
      asks: [
        { login: "nobody", from, to },
        { login: "nobody-else", from, to },
      ],
    },
  };
}
