import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { median } from "../../testing/bench-result.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { MOST_DISCLOSED } from "../../vocabulary/choices/disclosure-choices.ts";
import { PREPARED_EVENT_ROWS } from "../../vocabulary/choices/file-choices.ts";
import { askDisclosureSchema } from "../../vocabulary/oversight/disclosure.ts";
import { askEventFileSchema } from "../../vocabulary/oversight/prepared-file.ts";
import { answerFile } from "./answer-file.ts";
import { askDisclosure, askEventFile } from "./ask-file.ts";
import { makeFile } from "./make-file.ts";
import { takeFile } from "./take-file.ts";

const MEGABYTE = 1_000_000;
const database = useDatabase();
let web: Db;
let worker: Db;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  // One more than a file holds.
  await database.owner()`
    insert into event.member_event (id, member_id, action_id, attributes, context)
    select uuidv7(), 'm-' || n % 5000, (select id from event.action where name = 'thing.changed'), jsonb_build_object('note', jsonb_build_object('to', repeat('x', 300))), '{"deviceId": "d-1"}'
      from generate_series(0, ${PREPARED_EVENT_ROWS}::int) n`;
  await database.owner()`vacuum analyze event.member_event`;
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  worker = connect({ url: database.url("worker"), name: "test", max: 2, plans: "generic" });
}, 240_000);
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/**
 * What is held while something goes on, beyond what was held before, in bytes: the median of the looks at its second half. What grew
 * with the file would stand there at three quarters of it, and a page that is just read weighs little.
 */
async function heldBy(work: () => Promise<unknown>): Promise<number> {
  const held = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  const looks: number[] = [];
  const looking = setInterval(() => looks.push(held() - before), 100);
  await work().finally(() => clearInterval(looking));
  return median(looks.slice(Math.floor(looks.length / 2)));
}

test("a hundred thousand rows are made and given page by page: a few pages are held, whatever the file's size", async () => {
  const [analyst, admin] = [await makeActor(database.owner(), "analyst"), await makeActor(database.owner(), "admin")];
  const order = askEventFileSchema.parse({ conditions: [], reason: "the yearly count of devices", format: "ndjson" });
  const { fileId } = await askEventFile(web, analyst, order);
  await answerFile(web, admin, { fileId, answer: "approve" });
  const fileKey = "the key that web and worker share here";
  const going = { fileKey, signal: new AbortController().signal };
  const whileMade = await heldBy(() => makeFile(worker, going));
  let bytes = 0;
  let last = "";
  const whileTaken = await heldBy(async () => {
    const { parts } = await takeFile(web, analyst, { fileId, fileKey });
    for await (const part of parts()) {
      bytes += part.length;
      last = part.subarray(-200).toString();
    }
  });
  expect(bytes).toBeGreaterThan(80 * MEGABYTE);
  expect(last).toContain(`${PREPARED_EVENT_ROWS} events; more may match than a file holds`);
  expect(whileMade).toBeLessThan(40 * MEGABYTE);
  expect(whileTaken).toBeLessThan(40 * MEGABYTE);
}, 240_000);

test("the largest disclosure is packed while its events are read: a few pages are held, as data, as page and packed", async () => {
  const [asker, second] = [await makeActor(database.owner(), "admin"), await makeActor(database.owner(), "admin")];
  await database.owner()`
    insert into event.member_event (id, member_id, action_id, attributes, context)
    select uuidv7(), 'm-many', (select id from event.action where name = 'thing.changed'),
           jsonb_build_object('note', jsonb_build_object('to', (select string_agg(md5(n || '-' || i), '') from generate_series(1, 60) i))), '{"deviceId": "d-1"}'
      from generate_series(1, ${MOST_DISCLOSED}::int) n`;
  const order = askDisclosureSchema.parse({
    ...{ memberId: "m-many", from: "2026-01-01T00:00:00Z", to: new Date(Date.now() + 60_000).toISOString() },
    ...{ basis: "warrant", requestNumber: "2026-1234", authority: "Mapo Police", values: "masked", language: "en" },
    reason: "fraud case of the marketplace",
  });
  const { fileId } = await askDisclosure(web, asker, order);
  await answerFile(web, second, { fileId, answer: "approve" });
  const fileKey = "the key that web and worker share here";
  const held = await heldBy(() => makeFile(worker, { fileKey, signal: new AbortController().signal }));
  const [file] =
    await database.owner()`select state, row_count::int, byte_count::int from staff.prepared_file where id = ${fileId}`;
  expect(file).toMatchObject({ state: "ready", row_count: MOST_DISCLOSED });
  // Digests hardly pack: the archive holds them twice.
  expect(file?.byte_count).toBeGreaterThan(40 * MEGABYTE);
  expect(held).toBeLessThan(40 * MEGABYTE);
}, 240_000);
