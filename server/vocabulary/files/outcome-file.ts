import type { ItemOutcome } from "../republish-job.ts";
import { csvCell } from "./csv-cell.ts";

/** How the outcomes of a job are taken away: a table for spreadsheets, or one JSON object a line. */
export const outcomeFormats = ["csv", "ndjson"] as const;
export type OutcomeFormat = (typeof outcomeFormats)[number];

const columns = [
  "eventId",
  "memberId",
  "state",
  "attempts",
  "snsMessageId",
  "sentAt",
  "confirmedAt",
  "error",
  "skippedBecause",
] as const satisfies readonly (keyof ItemOutcome)[];

/** The line above the outcomes; null where each line names its fields itself. */
export function outcomeHead(format: OutcomeFormat): string | null {
  return format === "csv" ? columns.join(",") : null;
}

/** One outcome as a line, without its end. */
export function outcomeLine(format: OutcomeFormat, outcome: ItemOutcome): string {
  return format === "csv" ? columns.map((column) => csvCell(outcome[column])).join(",") : JSON.stringify(outcome);
}
