import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";

/** Examples of what guards personal data: the chain of access records. */
export function guardExamples({ members: [memberId] }: ProcedureWorld): Record<string, ProcedureExample> {
  return {
    "members.reveal": {
      as: "agent",
      asks: [{ memberId, field: "phone", reasonCode: "contact-member", reason: "a test needs it", caseNumber: "CS-1" }],
    },
    "accessRecords.chain": { as: "auditor", asks: [{}] },
    "accessRecords.verify": { as: "auditor", asks: [{}] },
  };
}
