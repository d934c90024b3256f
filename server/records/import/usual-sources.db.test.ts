import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect } from "../../db.ts";
import { useDatabase } from "../../testing/database.ts";
import { readFileRows } from "./file/read-file.ts";
import { importRecords } from "./import-records.ts";
import { readMapping } from "./mapping/mapping.ts";

const database = useDatabase();
const docs = new URL("../../../docs/mappings/", import.meta.url);
const samples = new URL("samples/", docs);
/** Every mapping of the docs has a file in its source's own shape, and the events that are to come of it. */
const names = (await readdir(docs)).filter((file) => file.endsWith(".json") && file !== "catalog.json");
const files = await readdir(samples);

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await pushCatalog(owner, await readJson(new URL("catalog.json", docs)));
  await owner.$client.end();
});

async function readJson(url: URL) {
  return JSON.parse(await readFile(url, "utf8"));
}

type Told = { at: string; action: string };

test.each(names)("%s: a file of its source, by the mapping in the docs, event by event", async (mappingFile) => {
  const name = mappingFile.replace(/\.json$/, "");
  const sample = files.find((file) => file.startsWith(`${name}.`) && !file.endsWith(".events.json"));
  const expected: { skipped: number; events: Told[] } = await readJson(new URL(`${name}.events.json`, samples));
  const mapping = readMapping(await readJson(new URL(mappingFile, docs)));
  const path = fileURLToPath(new URL(sample ?? "missing", samples));
  const run = () =>
    importRecords({
      url: database.url(),
      by: { kind: "host", login: "host:test", ip: null },
      ...{ mapping, rows: readFileRows(path, mapping) },
      ...{ onProgress: () => undefined, onRefused: () => undefined },
    });
  const report = await run();
  expect(report.refused).toEqual([]);
  const { skipped, events } = expected;
  expect(report).toMatchObject({ verdict: true, rows: { stored: events.length, skipped } });
  const stored = await database.owner()<Told[]>`
    select to_char(uuid_extract_timestamp(e.id) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS') as at, e.member_id as member,
           a.name as action, e.attributes, e.context
      from event.source_event s join event.member_event e on e.id = s.event_id join event.action a on a.id = e.action_id
     where s.source = ${mapping.source} order by e.id`;
  expect(stored).toEqual(inOrder(events));
  expect(await run()).toMatchObject({ verdict: true, rows: { stored: 0, alreadyThere: events.length } });
});

/** By time; of one time as they are listed. */
function inOrder(events: readonly Told[]): Told[] {
  return events.toSorted((a, b) => a.at.localeCompare(b.at));
}
