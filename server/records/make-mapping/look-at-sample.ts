import { z } from "zod";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { type SampleColumn, type SampleLook, sampleSchema } from "../../vocabulary/import-mapping.ts";
import type { JsonValue } from "../../vocabulary/member-event.ts";
import { openBytes } from "../import/file/read-head.ts";
import { looksLikeTextLog, tellShape } from "../import/file/tell-shape.ts";
import { readMapping } from "../import/mapping/mapping.ts";
import type { Row } from "../import/mapping/source-row.ts";
import { readSample } from "./read-sample.ts";

/** A file's beginning, and what of a mapping says how it is read: `list`, `csv`, `lines`. */
export const lookAtSampleSchema = z
  .object({ sample: sampleSchema, reading: z.record(z.string(), z.unknown()).default({}) })
  .strict();

const WITHOUT_HEADER =
  'has no header: its first line begins as one of a text log. Write a mapping with "lines", a pattern with a group for each field (of a table without a header "csv": {"header": [names]}), as docs/importing.md shows, and import the file by --mapping on the host.';

const VALUES = 3;
const MOST_COLUMNS = 200;
const LONGEST_VALUE = 80;
/** Objects within objects that are listed by their own names. */
const LEVELS = 3;

/**
 * What a file's beginning holds: under which paths its rows have something, with the first values. Nothing of it is kept.
 *
 * @throws DomainError "forbidden" without the permission catalog:push; "bad-input" for what holds no rows.
 */
export async function lookAtSample(
  actor: Actor,
  { sample, reading }: z.infer<typeof lookAtSampleSchema>,
): Promise<SampleLook> {
  requirePermission(actor, "catalog:push");
  const { list, csv, lines } = reading;
  const mapping = readMapping({
    ...{ source: "a look", sourceId: { row: true }, member: { constant: "a look" }, action: { constant: "a look" } },
    time: { join: [{ constant: "1970-01-01" }] },
    ...(list !== undefined && { list }),
    ...(csv !== undefined && { csv }),
    ...(lines !== undefined && { lines }),
  });
  const { head: bytes } = await openBytes(sample.name, once(sample.content));
  const head = bytes.toString();
  const kind = mapping.lines === undefined ? tellShape(head, mapping).kind : "table";
  if (kind === "table" && mapping.lines === undefined && looksLikeTextLog(head)) {
    throw new DomainError("bad-input", `The file ${sample.name} ${WITHOUT_HEADER}`);
  }
  const rows = await readSample(sample, mapping);
  const readable = rows.flatMap((one) => ("row" in one ? [one.row] : []));
  return {
    kind,
    rows: rows.length,
    unreadable: rows.length - readable.length,
    columns: columnsOf(readable),
  };
}

async function* once(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content, "base64");
}

function columnsOf(rows: readonly Row[]): SampleColumn[] {
  const columns = new Map<string, Set<string>>();
  const visit = (path: string, value: JsonValue, level: number) => {
    if (value === null || value === "") {
      if (!columns.has(path)) columns.set(path, new Set());
    } else if (typeof value === "object" && !Array.isArray(value) && level < LEVELS) {
      for (const [name, inner] of Object.entries(value)) visit(`${path}.${name}`, inner, level + 1);
    } else {
      const values = columns.get(path) ?? new Set();
      columns.set(path, values);
      if (values.size < VALUES)
        values.add((typeof value === "string" ? value : JSON.stringify(value)).slice(0, LONGEST_VALUE));
    }
  };
  for (const row of rows) for (const [name, value] of Object.entries(row)) visit(name, value, 1);
  return [...columns].slice(0, MOST_COLUMNS).map(([path, values]) => ({ path, values: [...values] }));
}
