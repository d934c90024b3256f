import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { readFileRows } from "../records/import/file/read-file.ts";
import { importRecords } from "../records/import/import-records.ts";
import type { RefusedRow } from "../records/import/import-report.ts";
import { type Mapping, readMapping } from "../records/import/mapping/mapping.ts";
import type { SourceRow } from "../records/import/mapping/source-row.ts";
import { insertTestCatalog } from "./catalog.ts";
import { useDatabase } from "./database.ts";

/** A mapping of a small record table; everything can be given otherwise. */
export function importMapping(source: string, given: object = {}): Mapping {
  return readMapping({
    source,
    sourceId: "no",
    member: { path: "user", default: "unknown" },
    time: { path: "at", zone: "Asia/Seoul" },
    action: { constant: "thing.changed" },
    attributes: { note: "note" },
    context: { ip: "ip" },
    ...given,
  });
}

type StoredImport = {
  id: string;
  line: string;
  member: string;
  at: Date;
  origin: number;
  attributes: object;
  context: object;
  status: string;
};

/** A database with the test catalog and a folder for files, for the tests of one file. */
export function useImports() {
  const database = useDatabase();
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "memberscope-import-"));
    await insertTestCatalog(database.owner());
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(mapping: Mapping, rows: AsyncIterable<SourceRow>) {
    const said: RefusedRow[] = [];
    const report = await importRecords({
      url: database.url(),
      by: { kind: "host", login: "host:test", ip: null },
      mapping,
      rows,
      onProgress: () => undefined,
      onRefused: (row) => void said.push(row),
    });
    const { read, stored, alreadyThere, duplicates, skipped, refused } = report.rows;
    expect(read).toBe(stored + alreadyThere + duplicates + skipped + refused);
    expect(said).toHaveLength(refused);
    return report;
  }

  async function importFile(source: string, file: string, content: string | Buffer, given: object = {}) {
    const path = join(folder, file);
    await writeFile(path, content);
    const mapping = importMapping(source, given);
    return run(mapping, readFileRows(path, mapping));
  }

  function eventsOf(source: string) {
    return database.owner()<StoredImport[]>`
      select e.id, s.source_event_id as line, e.member_id as member, uuid_extract_timestamp(e.id) as at, e.origin, e.attributes, e.context,
             e.internal_status as status
        from event.source_event s join event.member_event_status e on e.id = s.event_id where s.source = ${source} order by e.id`;
  }

  return { database, run, importFile, eventsOf };
}
