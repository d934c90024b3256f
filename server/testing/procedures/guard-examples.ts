import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";

/** Examples of what guards personal data: the chain of access records. */
const why = { reason: "a test needs it", caseNumber: "CS-1" };

export function guardExamples({
  members: [memberId, second],
  erasures,
  waitingFileId,
}: ProcedureWorld): Record<string, ProcedureExample> {
  return {
    "members.reveal": {
      as: "agent",
      asks: [{ memberId, field: "phone", reasonCode: "contact-member", reason: "a test needs it", caseNumber: "CS-1" }],
    },
    "events.export": { as: "analyst", asks: [{ conditions: [], reason: why.reason }] },
    "erasures.list": { as: "admin", asks: [{}] },
    "erasures.member": { as: "admin", asks: [{ memberId }, { memberId: second }, { memberId: "held" }] },
    "erasures.request": { as: "admin", asks: [{ memberId: "nobody", ...why }] },
    "erasures.confirm": { as: "admin", asks: [{ requestId: erasures.confirm }] },
    "erasures.withdraw": { as: "admin", asks: [{ requestId: erasures.withdraw }] },
    "erasures.hold": { as: "admin", asks: [{ memberId: "somebody-else", ...why }] },
    "erasures.lift": { as: "admin", asks: [{ memberId: "held", reason: why.reason }] },
    "files.list": { as: "auditor", asks: [{}, { kind: "disclosure", direction: "forward" }] },
    "files.disclose": { as: "admin", asks: [disclosure(memberId)] },
    "files.askEvents": { as: "analyst", asks: [{ conditions: [], reason: why.reason }] },
    "files.answer": { as: "admin", asks: [{ fileId: waitingFileId, answer: "approve" }] },
    "accessRecords.chain": { as: "auditor", asks: [{}] },
    "accessRecords.unusual": { as: "auditor", asks: [{}] },
    "accessRecords.verify": { as: "auditor", asks: [{}] },
  };
}

function disclosure(memberId: string) {
  const period = { from: "2026-01-01+09:00", to: "2026-12-31+09:00" };
  return { memberId, ...period, basis: "warrant", requestNumber: "2026-1", authority: "Police", reason: why.reason };
}
