import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { eraseMember, requestErasure } from "../../event-storage/erasure/erase-member.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { giveProfiles } from "../../testing/procedures/member-profiles.ts";
import { askDisclosureSchema } from "../../vocabulary/oversight/disclosure.ts";
import { answerFile } from "./answer-file.ts";
import { askDisclosure } from "./ask-file.ts";
import { listFiles } from "./list-files.ts";
import { makeFile } from "./make-file.ts";
import { takeFile } from "./take-file.ts";

const fileKey = "the key that web and worker share here";
const database = useDatabase();
let web: Db;
let worker: Db;
let asker: Actor;
let second: Actor;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "memberscope-"));
  await insertTestCatalog(database.owner());
  const sentence = {
    ko: "전화번호를 {phone.from}에서 {phone}(으)로 바꿈, 메모 {note}",
    en: "Phone number from {phone.from} to {phone}, note {note}",
  };
  await database.owner()`update event.action_version set sentence = ${JSON.stringify(sentence)}::text::jsonb`;
  const record = (memberId: string, attributes: object, daysAgo: number) => database.owner()`
    select event.record_member_event(${memberId}, 'thing.changed', ${JSON.stringify(attributes)}::text::jsonb,
      occurred_at => clock_timestamp() - make_interval(days => ${daysAgo}))`;
  await record("m-1", { note: { to: "before the period" } }, 40);
  await record("m-1", { phone: { from: "010-1111-2222", to: "010-1234-5678" } }, 20);
  await record("m-1", { note: { to: "<script>alert(1)</script>" } }, 10);
  await record("m-2", { phone: { to: "010-9999-8888" } }, 10);
  await giveProfiles(database.owner(), [
    { memberId: "m-1", name: "홍길동", phone: "010-1234-5678", email: "gil@example.com", address: "Seoul Mapo 1" },
  ]);
  web = connect({ url: database.url("web"), name: "test", max: 4 });
  worker = connect({ url: database.url("worker"), name: "test", max: 2, plans: "generic" });
});
afterAll(async () => {
  await Promise.all([web.$client.end(), worker.$client.end(), rm(folder, { recursive: true })]);
});
beforeEach(async () => {
  asker = await makeActor(database.owner(), "admin");
  second = await makeActor(database.owner(), "admin");
});

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
const order = askDisclosureSchema.parse({
  ...{ memberId: "m-1", from: day(30), to: day(1), basis: "warrant", requestNumber: "2026-1234" },
  ...{ authority: "Mapo Police", values: "clear", language: "en", reason: "fraud case of the marketplace" },
});
const going = { fileKey, signal: new AbortController().signal };

async function makeOne(given: Partial<typeof order> = {}): Promise<string> {
  const { fileId } = await askDisclosure(web, asker, { ...order, ...given });
  await answerFile(web, second, { fileId, answer: "approve" });
  expect(await makeFile(worker, going)).toBe(true);
  return fileId;
}

/** The files in the archive, as another program unpacks it. */
async function unpack(fileId: string) {
  const taken = await takeFile(web, asker, { fileId, fileKey });
  const parts: Buffer[] = [];
  for await (const part of taken.parts()) parts.push(part);
  const archive = Buffer.concat(parts);
  const file = join(folder, taken.fileName);
  await writeFile(file, archive);
  execFileSync("unzip", ["-q", "-o", file, "-d", join(folder, fileId)]);
  const read = (name: string) => readFile(join(folder, fileId, name));
  const [html, data, manifest] = [await read("history.html"), await read("events.jsonl"), await read("manifest.json")];
  return { archive, fileName: taken.fileName, html, data, manifest: JSON.parse(manifest.toString()) };
}

test("the archive holds the member's period alone, to read and as data, and its manifest says whose it is and how to check it", async () => {
  const fileId = await makeOne();
  const { archive, fileName, html, data, manifest } = await unpack(fileId);
  expect(fileName).toMatch(/^disclosure-2026-1234-\d{8}T\d{6}Z\.zip$/);
  const events = data
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events.map(({ clear }) => clear)).toEqual([{ phone: { from: "+821011112222", to: "+821012345678" } }, {}]);
  expect(data.toString()).not.toMatch(/before the period|9999/);
  expect(html.toString()).toContain("+821012345678");
  expect(html.toString()).toContain("&lt;script&gt;");
  expect(html.toString()).not.toContain("<script");
  expect(manifest).toMatchObject({
    ...{ memberId: "m-1", basis: "warrant", requestNumber: "2026-1234", authority: "Mapo Police", events: 2 },
    ...{ askedBy: asker.login, approvedBy: second.login, profile: { name: "홍길동", phone: "+821012345678" } },
  });
  for (const [name, content] of Object.entries({ "history.html": html, "events.jsonl": data })) {
    const sha256 = createHash("sha256").update(content).digest("hex");
    expect(manifest.files).toContainEqual({ name, bytes: content.length, sha256 });
  }
  const sha256 = createHash("sha256").update(archive).digest("hex");
  const [record] = await database.owner()`
    select member_ids, what, result from staff.access_record where account_id = ${asker.accountId} and act = 'file.take'`;
  expect(record).toMatchObject({ result: "done", member_ids: ["m-1"], what: { sha256, kind: "disclosure" } });
  const auditor = await makeActor(database.owner(), "auditor");
  const { files } = await listFiles(web, auditor, { kind: "disclosure" });
  expect(files.find((file) => file.fileId === fileId)).toMatchObject({
    ...{ state: "taken", sha256, askedBy: asker.login, approvedBy: second.login },
    disclosure: { memberId: "m-1", requestNumber: "2026-1234", authority: "Mapo Police", values: "clear" },
  });
});

test("the page says each event as the console does: values in their sentence, codes in words, markup as text", async () => {
  await database.owner()`select event.record_member_event('m-3', 'thing.changed', '{"note": {"to": "wrong-password"}, "phone": {"to": "010-5555-6666"}}')`;
  const clear = (await unpack(await makeOne())).html.toString();
  expect(clear).toContain("<td>Phone number from <b>+821011112222</b> to <b>+821012345678</b>, note <b>–</b><br>");
  expect(clear).toContain("to <b>–</b>, note <b>&lt;script&gt;alert(1)&lt;/script&gt;</b>");
  const to = new Date(Date.now() + 60_000).toISOString();
  const masked = (
    await unpack(await makeOne({ memberId: "m-3", to, values: "masked", language: "ko" }))
  ).html.toString();
  expect(masked).toMatch(/전화번호를 <b>–<\/b>에서 <b>010-\*+-6666<\/b>으로 바꿈, 메모 <b>비밀번호 오류<\/b>/);
  expect(`${clear}${masked}`).not.toContain("…");
});

test("masked values stay masked where the clear ones were not asked for", async () => {
  const { html, data, manifest } = await unpack(await makeOne({ values: "masked", language: "ko" }));
  expect(`${html}${data}${JSON.stringify(manifest)}`).not.toMatch(/1012345678|010-1234-5678|홍길동|gil@/);
  expect(html.toString()).toContain("압수·수색 영장");
});

test("no clear value is to be had but for a file that a second person approved and that is being made", async () => {
  const { fileId } = await askDisclosure(web, asker, order);
  const clear = () => worker.execute(sql`select * from event.disclosed_values(${fileId}::uuid)`);
  expect(await clear()).toHaveLength(0);
  await answerFile(web, second, { fileId, answer: "approve" });
  expect(await clear()).toHaveLength(0);
  await makeFile(worker, going);
  expect(await clear()).toHaveLength(0);
  await expect(web.execute(sql`select * from event.disclosed_values(${fileId}::uuid)`)).rejects.toMatchObject({
    cause: { code: "42501" },
  });
});

test("only admins disclose, and not alone", async () => {
  for (const role of ["agent", "analyst", "auditor"] as const) {
    await expect(askDisclosure(web, await makeActor(database.owner(), role), order)).rejects.toThrow("member:disclose");
  }
  await expect(askDisclosure(web, { ...asker, isProved: false }, order)).rejects.toMatchObject({ code: "unproved" });
  const { fileId } = await askDisclosure(web, asker, order);
  await expect(answerFile(web, asker, { fileId, answer: "approve" })).rejects.toThrow("another admin");
});

test("a member whom nobody knows, and a period that ends before it begins, are refused", async () => {
  await expect(askDisclosure(web, asker, { ...order, memberId: "nobody" })).rejects.toMatchObject({
    ...{ code: "not-found", field: "memberId" },
  });
  await expect(askDisclosure(web, asker, { ...order, from: day(1), to: day(30) })).rejects.toMatchObject({
    ...{ code: "bad-input", field: "to" },
  });
});

test("what lies ready of a member goes when the member is erased", async () => {
  const fileId = await makeOne();
  const why = { reason: "a request of the member by letter", caseNumber: "ER-1" };
  const { requestId } = await requestErasure(web, asker, { memberId: "m-1", ...why });
  await eraseMember(web, second, { requestId });
  expect(await database.owner()`select from staff.file_part where file_id = ${fileId}`).toHaveLength(0);
  await expect(takeFile(web, asker, { fileId, fileKey })).rejects.toMatchObject({ code: "not-found" });
});
