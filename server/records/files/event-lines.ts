import type { ExportFormat } from "../../vocabulary/choices/event-export-choices.ts";
import { csvCell } from "../../vocabulary/files/csv-cell.ts";
import type { JsonValue, MemberEvent } from "../../vocabulary/member-event.ts";

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

/** An event of a file, and what stands before it in its line, by name. */
export type EventLine = { event: MemberEvent; before: Readonly<Record<string, JsonValue>> };

/** What stands above the events: for spreadsheets the mark of UTF-8 and the names of the columns, those before the event's own first. */
export function headOfEvents(format: ExportFormat, before: readonly string[] = []): string {
  return format === "csv" ? `\ufeff${[...before, ...columns].join(",")}\r\n` : "";
}

/** Events as lines of a file, each with its end. */
export function linesOfEvents(events: readonly MemberEvent[], format: ExportFormat): string {
  return linesWithBefore(
    events.map((event) => ({ event, before: {} })),
    format,
  );
}

/** Events with what stands before each as lines of a file, each with its end. All have the same before them, in one order. */
export function linesWithBefore(lines: readonly EventLine[], format: ExportFormat): string {
  if (format === "ndjson")
    return lines.map(({ event, before }) => `${JSON.stringify({ ...before, ...event })}\n`).join("");
  const cells = ({ event, before }: EventLine) => [
    ...Object.values(before),
    ...columns.map((name) => (name === "changed" ? event.changed.join(" ") : event[name])),
  ];
  return lines.map((line) => `${cells(line).map(csvCell).join(",")}\r\n`).join("");
}

/** The last line, which says whose file it is. */
export function markOfFile(watermark: string, format: ExportFormat): string {
  return format === "csv" ? `${csvCell(`# ${watermark}`)}\r\n` : `${JSON.stringify({ watermark })}\n`;
}

/** A name for the file that tells what it holds and when it was made, an ISO 8601 time. */
export function nameOfEventFile(at: string, format: ExportFormat, holds: "events" | "chains" = "events"): string {
  return `${holds}-${at.slice(0, 19).replaceAll(/[-:]/g, "")}Z.${format}`;
}
