import type { Sample } from "../../vocabulary/import-mapping.ts";
import { readRows } from "../import/file/read-file.ts";
import { openBytes } from "../import/file/read-head.ts";
import type { Mapping } from "../import/mapping/mapping.ts";
import type { SourceRow } from "../import/mapping/source-row.ts";

/**
 * The rows of a file's beginning, at most a thousand, read as an import reads the file. Of one that goes on, the last row is left out: it
 * may be cut in the midst.
 *
 * @throws DomainError "bad-input" for what holds no rows, and for columns that the mapping names and the file has not.
 */
export async function readSample({ name, content, isCut }: Sample, mapping: Mapping): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of readRows(await openBytes(name, bytesOf(content)), mapping)) {
    rows.push(row);
    if (rows.length > MOST_ROWS) break;
  }
  return isCut || rows.length > MOST_ROWS ? rows.slice(0, -1) : rows;
}

const MOST_ROWS = 1000;

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content, "base64");
}
