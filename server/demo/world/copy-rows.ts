import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { TransactionSql } from "postgres";

/** A value of a row: objects become JSON, dates text with a zone, null stays null. */
export type CopyValue = string | number | boolean | null | Date | object;

/** Lines to a piece of the stream; one by one, their handling would cost more than they do. */
const PIECE = 1000;

/**
 * Puts rows into a table by COPY, the fastest way there is.
 *
 * @param target table and columns, as SQL; fixed text of ours, never anybody's input.
 */
export async function copyRows(tx: TransactionSql, target: string, rows: readonly CopyValue[][]): Promise<void> {
  if (rows.length === 0) return;
  const stream = await tx.unsafe(`copy ${target} from stdin`).writable();
  await pipeline(Readable.from(piecesOf(rows)), stream);
}

function* piecesOf(rows: readonly CopyValue[][]): Generator<string> {
  for (let at = 0; at < rows.length; at += PIECE) {
    yield rows
      .slice(at, at + PIECE)
      .map((row) => `${row.map(textOf).join("\t")}\n`)
      .join("");
  }
}

/** In the text format of COPY, where a backslash begins an escape. */
function textOf(value: CopyValue): string {
  if (value === null) return "\\N";
  const text =
    value instanceof Date ? value.toISOString() : typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[\\\t\n\r]/.test(text)
    ? text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r")
    : text;
}
