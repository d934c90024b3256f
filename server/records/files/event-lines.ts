import type { ExportFormat } from "../../vocabulary/choices/event-export-choices.ts";
import { csvCell } from "../../vocabulary/files/csv-cell.ts";
import type { MemberEvent } from "../../vocabulary/member-event.ts";

const columns = [
  "occurredAt",
  "memberId",
  "action",
  "changed",
  "attributes",
  "context",
  "published",
  "publishedAt",
  "id",
] as const;

/** What stands above the events: for spreadsheets the mark of UTF-8 and the names of the columns. */
export function headOfEvents(format: ExportFormat): string {
  return format === "csv" ? `\ufeff${columns.join(",")}\r\n` : "";
}

/** Events as lines of a file, each with its end. */
export function linesOfEvents(events: readonly MemberEvent[], format: ExportFormat): string {
  if (format === "ndjson") return events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const cells = (event: MemberEvent) =>
    columns.map((name) => csvCell(name === "changed" ? event.changed.join(" ") : event[name])).join(",");
  return events.map((event) => `${cells(event)}\r\n`).join("");
}

/** The last line, which says whose file it is. */
export function markOfFile(watermark: string, format: ExportFormat): string {
  return format === "csv" ? `${csvCell(`# ${watermark}`)}\r\n` : `${JSON.stringify({ watermark })}\n`;
}

/** A name for the file that tells when it was made, an ISO 8601 time. */
export function nameOfEventFile(at: string, format: ExportFormat): string {
  return `events-${at.slice(0, 19).replaceAll(/[-:]/g, "")}Z.${format}`;
}
