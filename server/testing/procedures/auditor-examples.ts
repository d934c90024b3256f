import { digestOf } from "../../staff/review/report-month.ts";
import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";

/** Examples of what auditors ask of people's looks. */
export function auditorExamples({ members: [first] }: ProcedureWorld): Record<string, ProcedureExample> {
  const [from, to] = ["2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"];
  // A month before there were records: what is signed of it is known.
  const long = { month: "2026-01", records: 0, people: [], unusual: [], guessing: [], breakGlass: [] };
  const sha256 = digestOf({ ...long, decisions: { erasures: 0, loosenings: 0, tokens: 0 } });
  return {
    "accessRecords.reviews": { as: "auditor", asks: [{}] },
    "accessRecords.review": { as: "auditor", asks: [{ month: long.month }] },
    "accessRecords.signReview": {
      as: "auditor",
      asks: [{ month: long.month, sha256, note: "Nobody looked at anything" }],
    },
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
