import { randomUUID } from "node:crypto";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, type Db, type Executor } from "../../db.ts";
import { useDatabase } from "../../testing/database.ts";
import { recordAccess } from "../record-access.ts";
import { checkChain } from "./check-chain.ts";
import { sealRecords } from "./seal-records.ts";

/** PROPERTY_RUNS=1000 tampers as often. */
const TAMPERS = Number(process.env.PROPERTY_RUNS ?? 60);
/** SEAL_RECORDS=1000: so many records of each of the writers. */
const RECORDS = Number(process.env.SEAL_RECORDS ?? 25);
const WRITERS = 16;

const database = useDatabase();
let web: Db;
let worker: Db;
let owner: Db;
let anchorDir: string;
beforeAll(async () => {
  web = connect({ url: database.url("web"), name: "test", max: WRITERS });
  worker = connect({ url: database.url("worker"), name: "test", max: 3 });
  owner = connect({ url: database.url(), name: "test", max: 2 });
});
beforeEach(async () => {
  anchorDir = await mkdtemp(join(tmpdir(), "memberscope-anchor-"));
  await database.owner()`truncate staff.access_record, staff.unsealed, staff.seal, staff.sealed_record`;
});
afterEach(() => rm(anchorDir, { recursive: true }));
afterAll(async () => {
  for (const db of [web, worker, owner]) await db.$client.end();
});

const nobody = { kind: "nobody", login: "kim", ip: "203.0.113.5" } as const;

async function write(db: Executor, act: string) {
  await recordAccess(db, nobody, { act, memberIds: ["m-1", `m-${act}`], what: { act, n: 1.5 }, result: "shown" });
}

async function sealAll() {
  while ((await sealRecords(worker, { anchorDir, most: 7 })).sealed > 0);
}

const check = (db: Db = web, from: string | null = anchorDir) => checkChain(db, { anchorDir: from });

test("what sixteen write at once is sealed without fork or gap, while it is written and by two sealers", async () => {
  let isWriting = true;
  const seal = async () => {
    while (isWriting) await sealRecords(worker, { anchorDir, most: 50 });
  };
  const sealing = Promise.all([seal(), seal().catch(() => undefined)]);
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; n < RECORDS; n += 1) await write(web, `act-${writer}-${n}`);
    }),
  );
  isWriting = false;
  await sealing;
  await sealAll();
  expect(await check()).toMatchObject({ records: WRITERS * RECORDS, anchored: WRITERS * RECORDS, fault: null });
  const [counted] = await database.owner()`
    select count(*)::int n, count(distinct hash)::int hashes, max(position)::int "last", (select count(*)::int from staff.unsealed) waiting from staff.sealed_record`;
  expect(counted).toEqual({ n: WRITERS * RECORDS, hashes: WRITERS * RECORDS, last: WRITERS * RECORDS, waiting: 0 });
});

test("a record that commits late is sealed late, and not passed over", async () => {
  await write(web, "first");
  let commit = () => {};
  const held = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let written = () => {};
  const isWritten = new Promise<void>((resolve) => {
    written = resolve;
  });
  const late = web.transaction(async (tx) => {
    await write(tx, "late");
    written();
    await held;
  });
  await isWritten;
  await write(web, "after");
  await sealAll();
  expect((await check()).records).toBe(2);
  commit();
  await late;
  await sealAll();
  expect(await check()).toMatchObject({ records: 3, anchored: 3, fault: null });
});

describe("tampering by somebody with the owner's rights", () => {
  const COUNT = 40;
  /** Each leaves the chain bad from the position it is given on; `at` is from 1 to COUNT. */
  const tampers = {
    "edits a word": (at: number) => `update staff.access_record set login = login || 'x' where id = ${recordAt(at)}`,
    "takes a member out": (at: number) =>
      `update staff.access_record set member_ids = member_ids[2:] where id = ${recordAt(at)}`,
    "moves a time by a microsecond": (at: number) =>
      `update staff.access_record set at = at + interval '1 microsecond' where id = ${recordAt(at)}`,
    "empties what was asked": (at: number) => `update staff.access_record set what = '{}' where id = ${recordAt(at)}`,
    "deletes a record": (at: number) => `delete from staff.access_record where id = ${recordAt(at)}`,
    "deletes a record and its place": (at: number) =>
      `with gone as (delete from staff.sealed_record where position = ${at} returning record_id)
       delete from staff.access_record where id in (select record_id from gone)`,
    "changes a hash": (at: number) => `update staff.sealed_record set hash = sha256(hash) where position = ${at}`,
    "cuts the tail off": (at: number) =>
      `with gone as (delete from staff.sealed_record where position >= ${at} returning record_id),
       seals as (delete from staff.seal where last_position >= ${at}), waiting as (insert into staff.unsealed select record_id from gone)
       select`,
    "cuts the tail off without a trace": (at: number) =>
      `with gone as (delete from staff.sealed_record where position >= ${at} returning record_id),
       seals as (delete from staff.seal where last_position >= ${at})
       delete from staff.access_record where id in (select record_id from gone)`,
    "puts two in the other's place": (at: number) =>
      `do $$ declare one uuid := ${recordAt(at)}; other uuid := ${recordAt(at + 1)};
        begin
          update staff.sealed_record set record_id = uuidv7() where position = ${at};
          update staff.sealed_record set record_id = one where position = ${at + 1};
          update staff.sealed_record set record_id = other where position = ${at};
        end $$`,
  } as const satisfies Record<string, (at: number) => string>;

  const recordAt = (at: number) => `(select record_id from staff.sealed_record where position = ${at})`;

  beforeEach(async () => {
    for (let n = 0; n < COUNT; n += 1) await write(web, `act-${n}`);
    await sealAll();
  });

  /** Tampers, checks, and takes it back. */
  async function afterTamper(statement: string) {
    const undone = new Error("undone");
    let found: Awaited<ReturnType<typeof checkChain>> | undefined;
    await owner
      .transaction(async (tx) => {
        await tx.execute(statement);
        found = await checkChain(tx, { anchorDir });
        throw undone;
      })
      .catch((error: unknown) => {
        if (error !== undone) throw error;
      });
    return found?.fault;
  }

  test("is found wherever it is done, and the first bad record named", async () => {
    const names = Object.keys(tampers);
    for (let run = 0; run < TAMPERS; run += 1) {
      const [name = "", tamper] = Object.entries(tampers)[run % names.length] ?? [];
      const at = 1 + Math.floor(Math.random() * (COUNT - 1));
      const [known] = await database.owner()`select record_id from staff.sealed_record where position = ${at}`;
      const fault = await afterTamper(tamper?.(at) ?? "select");
      expect(fault, `${name} at ${at}`).toMatchObject({ position: at });
      if (/edits|moves|takes|empties|deletes a record$|changes/.test(name))
        expect(fault?.recordId).toBe(known?.record_id);
    }
    expect((await check()).fault).toBeNull();
  });

  test("without the anchor a cut tail goes unseen: that is what the anchor is for", async () => {
    await database.owner().unsafe(tampers["cuts the tail off without a trace"](36));
    expect((await check(web, null)).fault).toBeNull();
    expect((await check()).fault).toEqual({ position: 36, recordId: null, kind: "cut off" });
  });

  test("a chain made anew after an edit is found by the anchor, at the record that was edited", async () => {
    const [edited] = await database.owner()`
      update staff.access_record set login = 'somebody else' where id = (select record_id from staff.sealed_record where position = 17) returning id`;
    const records = await database.owner()`select record_id from staff.sealed_record order by position`;
    await database.owner()`truncate staff.sealed_record, staff.seal, staff.unsealed`;
    for (const { record_id: id } of records) await database.owner()`insert into staff.unsealed values (${id})`;
    while ((await sealRecords(worker, { anchorDir: null, most: 7 })).sealed > 0);
    expect((await check(web, null)).fault).toBeNull();
    expect((await check()).fault).toEqual({ position: 17, recordId: edited?.id, kind: "not as anchored" });
  });

  test("a record slipped in past the seal is named", async () => {
    const id = randomUUID();
    await database.owner().begin(async (sql) => {
      await sql`alter table staff.access_record disable trigger wait_for_seal`;
      await sql`insert into staff.access_record (id, login, act, result) values (${id}, 'x', 'y', 'done')`;
      await sql`alter table staff.access_record enable trigger wait_for_seal`;
    });
    expect((await check()).fault).toEqual({ position: null, recordId: id, kind: "never sealed" });
  });

  test("the sealer does not go on behind a cut, nor write over what the anchor holds", async () => {
    await database.owner().unsafe(tampers["cuts the tail off without a trace"](20));
    const before = await readFile(join(anchorDir, "access-records.jsonl"), "utf8");
    await write(web, "later");
    await expect(sealRecords(worker, { anchorDir })).rejects.toThrow(/Seal \d+ of the anchor is not in the database/);
    expect(await readFile(join(anchorDir, "access-records.jsonl"), "utf8")).toBe(before);
  });

  test("an anchor that lost a line in its midst is said to be unreadable there", async () => {
    const file = join(anchorDir, "access-records.jsonl");
    const lines = (await readFile(file, "utf8")).split("\n");
    await writeFile(file, lines.toSpliced(2, 1).join("\n"));
    expect((await check()).fault).toMatchObject({ position: 15, kind: "anchor unreadable" });
  });
});

test("what a crash kept from the anchor is there after the next seal, behind a line cut short", async () => {
  await write(web, "first");
  await sealRecords(worker, { anchorDir });
  await appendFile(join(anchorDir, "access-records.jsonl"), '{"seal":2,"at":"20');
  await write(web, "second");
  await sealRecords(worker, { anchorDir: null });
  expect(await check()).toMatchObject({ records: 2, anchored: 1, fault: null });
  await sealRecords(worker, { anchorDir });
  expect(await check()).toMatchObject({ records: 2, anchored: 2, fault: null });
});

test("no login role may write the chain, and only the worker may add to it", async () => {
  for (const role of ["web", "worker"] as const) {
    const db = role === "web" ? web : worker;
    for (const statement of [
      "delete from staff.unsealed",
      "update staff.sealed_record set hash = hash",
      "insert into staff.seal (number, last_position, head) values (9, 9, sha256(''))",
      "delete from staff.chain_check",
      "update event.erased_member set erased_at = now()",
    ]) {
      await expect(db.execute(statement), `${role}: ${statement}`).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  }
  await expect(web.execute("select staff.append_seal(0, '{}', '{}')")).rejects.toMatchObject({
    cause: { code: "42501" },
  });
});
