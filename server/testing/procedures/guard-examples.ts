import type { ProcedureExample } from "./procedure-example.ts";

/** Examples of what guards personal data: the chain of access records. */
export function guardExamples(): Record<string, ProcedureExample> {
  return {
    "accessRecords.chain": { as: "auditor", asks: [{}] },
    "accessRecords.verify": { as: "auditor", asks: [{}] },
  };
}
