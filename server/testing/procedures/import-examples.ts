import type { ProcedureExample } from "./procedure-example.ts";

const sample = { name: "old.csv", content: Buffer.from("no,at\n1,2016-01-01\n").toString("base64"), isCut: false };
const mapping = {
  ...{ source: "old", sourceId: "no", member: { constant: "m" }, time: "at" },
  action: { constant: "member.logged-in" },
};

/** Examples of the page on which a former record table is mapped. */
export function importExamples(): Record<string, ProcedureExample> {
  return {
    "records.lookAtSample": { as: "admin", asks: [{ sample }] },
    "records.previewMapping": { as: "admin", asks: [{ sample, mapping }] },
    "records.keepMapping": { as: "admin", asks: [{ name: "old", mapping }] },
    "records.mappings": { as: "admin", asks: [{}] },
  };
}
