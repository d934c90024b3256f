import type { RefusedRow } from "../import-report.ts";
import type { MappedEvent, rowMapper } from "./map-row.ts";
import { RowRefusal, type SourceRow } from "./source-row.ts";

/**
 * A row as its event, as left out by a rule, or as refused with its line and reason.
 *
 * @param part which of the events that stood there together it is; the first is 0.
 */
export function mapOrRefuse(
  map: ReturnType<typeof rowMapper>,
  one: SourceRow,
  part: number,
): MappedEvent | { skip: string } | RefusedRow {
  if ("fault" in one) return { line: one.line, sourceEventId: null, field: "row", reason: one.fault };
  try {
    return map(one.line, part, one.row);
  } catch (error) {
    if (!(error instanceof RowRefusal)) throw error;
    return { line: one.line, sourceEventId: null, field: error.field, reason: `${error.field}: ${error.message}` };
  }
}
