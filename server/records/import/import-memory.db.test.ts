import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { importMapping, useImports } from "../../testing/record-import.ts";
import { importRecords } from "./import-records.ts";
import type { MappedEvent } from "./mapping/map-row.ts";
import { rowOrder } from "./mapping/row-order.ts";
import type { Row, SourceRow } from "./mapping/source-row.ts";

const { database } = useImports();

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Rows between the two looks, and the bytes of each that would stay if only its id were remembered. */
const [FIRST_LOOK, LAST_LOOK, ID_BYTES] = [2500, 8500, 200];

/** Gives rows, and notes how much this process holds at two of them; each row is unlike every other in all it has. */
async function* watched(make: (no: number) => Row, heldAt: number[]): AsyncGenerator<SourceRow> {
  for (let no = 1; no <= LAST_LOOK; no += 1) {
    if (no === FIRST_LOOK || no === LAST_LOOK) {
      // What was sent is stored, or waits in one batch at most.
      collectGarbage();
      heldAt.push(process.memoryUsage().heapUsed);
    }
    yield { line: no, row: make(no) };
  }
}

/** Digits that no other row has. */
const unlike = (no: number) => String(no).padStart(ID_BYTES, "0");
const timeOf = (no: number) => new Date(Date.UTC(2016, 0, 1) + no * 1000).toISOString();
const plain = (no: number): Row => ({ no: unlike(no), at: timeOf(no), user: `m-${no}`, note: unlike(no) });

test.each<[string, (no: number) => Row, object]>([
  ["stored", plain, {}],
  ["stored from a file that is newest first", (no) => plain(LAST_LOOK - no), { order: "newest-first" }],
  ["refused, each for a time of its own", (no) => ({ ...plain(no), at: unlike(no) }), {}],
  [
    "left out by a rule, with names that no other row has",
    (no) => ({ ...plain(no), [unlike(no)]: 1, more: { [unlike(no)]: 1 } }),
    { action: undefined, attributes: {}, events: [{ when: {}, skip: "not wanted" }] },
  ],
])("what an import holds does not grow with rows that are %s", async (what, make, given) => {
  const heldAt: number[] = [];
  const report = await importRecords({
    url: database.url(),
    by: { kind: "host", login: "host:test", ip: null },
    mapping: importMapping(`memory ${what}`, given),
    rows: watched(make, heldAt),
    onProgress: () => undefined,
    onRefused: () => undefined,
  });
  expect(report.rows.read).toBe(LAST_LOOK);
  const [first = 0, last = 0] = heldAt;
  // An id a row would be 1.2 MB.
  expect(last - first).toBeLessThan(((LAST_LOOK - FIRST_LOOK) * ID_BYTES) / 2);
});

test("more rows of one time than can be turned round are refused with the way out", () => {
  const event = (line: number): MappedEvent => ({
    ...{ line, part: 0, sourceEventId: `${line}`, memberId: "m", action: "thing.changed", version: undefined },
    ...{ attributes: {}, context: {}, occurredAt: "2016-01-01T00:00:00.000000Z", occurredAtMs: 0, fingerprint: "" },
  });
  const { add, rest } = rowOrder("newest-first");
  for (let line = 1; line <= 200_000; line += 1) add(event(line));
  expect(() => add(event(200_001))).toThrow('so that the oldest row stands first, and write "order": "oldest-first"');
  expect(rest()).toHaveLength(200_000);
});
