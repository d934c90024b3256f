import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { actingHash } from "../../staff/settings/acting-hash.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { refuseRecords } from "../../testing/procedures/state-of-everything.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { askEventFileSchema } from "../../vocabulary/oversight/prepared-file.ts";
import { answerFile } from "./answer-file.ts";
import { askEventFile } from "./ask-file.ts";
import { forgetFiles } from "./forget-files.ts";
import { listFiles } from "./list-files.ts";
import { makeFile } from "./make-file.ts";
import { takeFile } from "./take-file.ts";

const EVENTS = 2500;
const fileKey = "the key that web and worker share here";
const database = useDatabase();
let web: Db;
let worker: Db;
let analyst: Actor;
let admin: Actor;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  await database.owner()`
    select event.record_member_event('m-' || n % 10, 'thing.changed', '{"phone": {"to": "010-1234-5678"}}') from generate_series(1, ${EVENTS}::int) n`;
  web = connect({ url: database.url("web"), name: "test", max: 4 });
  worker = connect({ url: database.url("worker"), name: "test", max: 2, plans: "generic" });
});
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));
beforeEach(async () => {
  analyst = await makeActor(database.owner(), "analyst");
  admin = await makeActor(database.owner(), "admin");
});

const order = askEventFileSchema.parse({ conditions: [], reason: "the yearly count of new devices" });
const going = { fileKey, signal: new AbortController().signal };

async function askApproved(given: Partial<typeof order> = {}): Promise<string> {
  const { fileId } = await askEventFile(web, analyst, { ...order, ...given });
  await answerFile(web, admin, { fileId, answer: "approve" });
  return fileId;
}

async function makeOne(given: Partial<typeof order> = {}): Promise<string> {
  const fileId = await askApproved(given);
  expect(await makeFile(worker, going)).toBe(true);
  return fileId;
}

async function readAll(fileId: string, who = analyst): Promise<Buffer> {
  const taken = await takeFile(web, who, { fileId, fileKey });
  const parts: Buffer[] = [];
  for await (const part of taken.parts()) parts.push(part);
  return Buffer.concat(parts);
}

const rowOf = async (fileId: string) =>
  (await database.owner()`select * from staff.prepared_file where id = ${fileId}`)[0];
const partsOf = (fileId: string) =>
  database.owner()`select * from staff.file_part where file_id = ${fileId} order by n`;
const recordsOf = (who: Actor, act: string) =>
  database.owner()`select result, reason, what, member_ids from staff.access_record where account_id = ${who.accountId} and act = ${act} order by id`;

test("a file above the limit is whole, masked, marked with both people, and its digest is on record with every member in it", async () => {
  const fileId = await makeOne();
  const file = await rowOf(fileId);
  expect(file).toMatchObject({ state: "ready", row_count: String(EVENTS) });
  expect(file?.ends_at - file?.made_at).toBe(24 * 3_600_000);
  const text = await readAll(fileId);
  const sha256 = createHash("sha256").update(text).digest("hex");
  expect(file).toMatchObject({ sha256, byte_count: String(text.length) });
  const lines = text.toString().slice(1).trimEnd().split("\r\n");
  expect(lines).toHaveLength(EVENTS + 2);
  expect(new Set(lines.slice(1, -1).map((line) => line.slice(-36))).size).toBe(EVENTS);
  expect(lines.at(-1)).toContain(`# exported by ${analyst.login}, approved by ${admin.login}, at `);
  expect(text.toString()).not.toMatch(/1234-?5678/);
  const records = await recordsOf(analyst, "file.take");
  expect(records[0]).toMatchObject({
    ...{ result: "done", reason: order.reason },
    what: { fileId, rows: EVENTS, bytes: text.length, sha256, part: 1, approvedBy: admin.login },
  });
  expect(new Set(records.flatMap(({ member_ids: memberIds }) => memberIds)).size).toBe(10);
});

test("what lies in the database tells nothing without the key, and its bytes go as they are read", async () => {
  const fileId = await makeOne({ format: "ndjson" });
  const parts = await partsOf(fileId);
  expect(parts.length).toBeGreaterThan(3);
  for (const { sealed } of parts) expect(sealed.includes("thing.changed")).toBe(false);
  const lines = (await readAll(fileId)).toString().trimEnd().split("\n");
  expect(JSON.parse(lines.at(-1) ?? "").watermark).toContain(analyst.login);
  expect(await partsOf(fileId)).toHaveLength(0);
});

test("nobody but a second admin lets it be made", async () => {
  const own = await askEventFile(web, admin, order);
  await expect(answerFile(web, admin, { fileId: own.fileId, answer: "approve" })).rejects.toThrow("another admin");
  await expect(answerFile(web, analyst, { fileId: own.fileId, answer: "approve" })).rejects.toThrow("file:approve");
  // Nor by the web's own account: the database asks for the role.
  await expect(
    answerFile(web, { ...analyst, role: "admin" }, { fileId: own.fileId, answer: "approve" }),
  ).rejects.toMatchObject({ code: "forbidden" });
  expect(await makeFile(worker, going)).toBe(false);
  await expect(
    worker.execute(`update staff.prepared_file set state = 'waiting' where id = '${own.fileId}'`),
  ).rejects.toMatchObject({ cause: { code: "23514" } });
  const other = await makeActor(database.owner(), "admin");
  await answerFile(web, other, { fileId: own.fileId, answer: "decline" });
  await expect(answerFile(web, other, { fileId: own.fileId, answer: "approve" })).rejects.toMatchObject({
    code: "not-found",
  });
  expect(await recordsOf(admin, "file.approve")).toMatchObject([{ result: "refused" }]);
});

test("it is given to who asked for it, once, for a day", async () => {
  const fileId = await makeOne();
  await expect(takeFile(web, admin, { fileId, fileKey })).rejects.toMatchObject({ code: "not-found" });
  await expect(takeFile(web, { ...analyst, isProved: false }, { fileId, fileKey })).rejects.toMatchObject({
    code: "unproved",
  });
  await expect(takeFile(web, analyst, { fileId, fileKey: `${fileKey}.` })).rejects.toThrow("another FILE_KEY");
  await readAll(fileId);
  await expect(takeFile(web, analyst, { fileId, fileKey })).rejects.toThrow("taken already");
  const late = await makeOne();
  await database.owner()`update staff.prepared_file set ends_at = clock_timestamp() where id = ${late}`;
  await expect(takeFile(web, analyst, { fileId: late, fileKey })).rejects.toThrow("24 hours");
  await forgetFiles(worker);
  expect(await partsOf(late)).toHaveLength(0);
  expect((await rowOf(late))?.state).toBe("expired");
  const results = (await recordsOf(analyst, "file.take")).map(({ result }) => result);
  expect(results.filter((result) => result === "refused")).toHaveLength(3);
});

test("taken twice at the same moment it is given once, and its digest is on record before a byte is read", async () => {
  const fileId = await makeOne();
  const lock = await database.owner().reserve();
  await lock`begin`;
  await lock`select from staff.prepared_file where id = ${fileId} for update`;
  const takes = Promise.allSettled([1, 2].map(() => takeFile(web, analyst, { fileId, fileKey })));
  const areWaiting = async () => {
    const [row] = await database.owner()<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%staff.take_file%'`;
    return row?.n === 2;
  };
  await waitUntil("both wait for the file", areWaiting);
  await lock`commit`;
  lock.release();
  const outcomes = await takes;
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "not-found" } });
  expect((await partsOf(fileId)).length).toBeGreaterThan(0);
  const { sha256 } = (await rowOf(fileId)) ?? {};
  expect(await recordsOf(analyst, "file.take")).toContainEqual(
    expect.objectContaining({ result: "done", what: expect.objectContaining({ fileId, sha256 }) }),
  );
});

test("nothing is given when it cannot be recorded", async () => {
  const fileId = await makeOne();
  const refusing = await refuseRecords(database.owner());
  await expect(takeFile(web, analyst, { fileId, fileKey })).rejects.toThrow();
  await refusing.mend();
  expect((await rowOf(fileId))?.state).toBe("ready");
  expect((await readAll(fileId)).length).toBeGreaterThan(0);
});

test("the parts of a file cannot be read before it was taken, nor by anybody else", async () => {
  const fileId = await makeOne();
  const read = (who: Actor) =>
    web.execute<{ part: Buffer | null }>(
      sql`select staff.read_file_part(${actingHash(who)}, ${fileId}::uuid, 0) as part`,
    );
  expect(await read(analyst)).toMatchObject([{ part: null }]);
  await takeFile(web, analyst, { fileId, fileKey });
  expect(await read(admin)).toMatchObject([{ part: null }]);
  expect((await read(analyst))[0]?.part).not.toBeNull();
  await expect(web.execute("select sealed from staff.file_part")).rejects.toMatchObject({ cause: { code: "42501" } });
});

test("a worker that died in the midst is followed by another, which begins anew", async () => {
  const fileId = await askApproved();
  const stopped = new AbortController();
  await database.owner()`update staff.prepared_file set state = 'making', fence = 1, lease_until = clock_timestamp() - interval '1 second' where id = ${fileId}`;
  await database.owner()`insert into staff.file_part values (${fileId}, 0, '\\x00', '{m-1}'), (${fileId}, 7, '\\x00', '{m-1}')`;
  stopped.abort();
  await makeFile(worker, { fileKey, signal: stopped.signal });
  expect((await rowOf(fileId))?.state).toBe("waiting");
  await makeFile(worker, going);
  expect((await readAll(fileId)).toString().split("\r\n")).toHaveLength(EVENTS + 3);
});

test("who asked takes a request back, and what was made of it goes", async () => {
  const fileId = await makeOne();
  await expect(answerFile(web, admin, { fileId, answer: "withdraw" })).rejects.toMatchObject({ code: "not-found" });
  await answerFile(web, analyst, { fileId, answer: "withdraw" });
  expect(await partsOf(fileId)).toHaveLength(0);
  await expect(takeFile(web, analyst, { fileId, fileKey })).rejects.toMatchObject({ code: "not-found" });
});

test("without a key no file is made, and it says so", async () => {
  const fileId = await askApproved();
  await makeFile(worker, { ...going, fileKey: undefined });
  expect(await rowOf(fileId)).toMatchObject({ state: "failed", fault: "no-key" });
});

test("a request holds no personal value, and a sixth one within a day is refused", async () => {
  const personal = { field: "became", name: "phone", operator: "any", values: ["010-1234-5678"] } as const;
  await expect(
    askEventFile(web, analyst, { ...order, conditions: [{ ...personal, values: [...personal.values] }] }),
  ).rejects.toMatchObject({ code: "bad-input", field: "conditions" });
  for (let n = 0; n < 5; n += 1) await askEventFile(web, analyst, order);
  await expect(askEventFile(web, analyst, order)).rejects.toMatchObject({ code: "too-many" });
  await expect(askEventFile(web, await makeActor(database.owner(), "agent"), order)).rejects.toThrow("record:export");
});

test("an analyst sees own requests, admins and auditors everybody's", async () => {
  const { fileId } = await askEventFile(web, analyst, order);
  const idsFor = async (who: Actor) => (await listFiles(web, who, { kind: "events" })).files.map((file) => file.fileId);
  expect(await idsFor(analyst)).toEqual([fileId]);
  expect(await idsFor(admin)).toContain(fileId);
  expect(await idsFor(await makeActor(database.owner(), "auditor"))).toContain(fileId);
  expect(await idsFor(await makeActor(database.owner(), "analyst"))).toEqual([]);
});
