import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { MemberscopeMessage } from "../../messaging/message.ts";
import { useDatabase } from "../../testing/database.ts";
import { migrateDemo } from "../migrate-demo.ts";
import type { GivenObjection } from "../outside/member-system-client.ts";
import { deliverReports } from "./deliver-reports.ts";
import { directoryDrop } from "./partner-drop.ts";
import { reportEvent } from "./report-event.ts";

const database = useDatabase();
let db: Db;
let directory: string;
let objections: GivenObjection[];
let answer: "recorded" | "too late";

beforeAll(async () => {
  await migrateDemo(database.url());
  db = connect({ url: database.url("partner_reporter"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "memberscope-drop-"));
  objections = [];
  answer = "recorded";
  await database.owner()`truncate partner_reporter.file, partner_reporter.line, partner_reporter.inbox`;
  return () => rmSync(directory, { recursive: true, force: true });
});

const report = (
  message: MemberscopeMessage,
  latest: { identityVerified: boolean } | null = { identityVerified: true },
) =>
  reportEvent({
    db,
    drop: directoryDrop(directory),
    askLatest: async (memberId) => latest && { memberId, ...latest },
    object: async (objection) => {
      objections.push(objection);
      return answer;
    },
  })(message);

const deliver = (to = directory) => deliverReports({ db, drop: directoryDrop(to) }, { gatherMs: 0 });

function messageOf(
  action: string,
  given: { replay?: string | null; eventId?: string; memberId?: string } = {},
): MemberscopeMessage {
  const { replay = null, eventId = randomUUID(), memberId = "90000001" } = given;
  const event = {
    ...{ eventId, memberId, action, version: 1, changed: [], attributes: {}, context: {} },
    ...{ occurredAt: "2026-11-20T16:30:00.000Z", correlationId: null, causationId: null },
  };
  return { event, body: "", attributes: {}, layer: "external", target: "ALL", replay, attempt: null };
}

const files = () => readdirSync(directory).sort();

test("an event becomes a line in the partner's words, with the latest state and the time of Seoul, in a dated file", async () => {
  expect(await report(messageOf("member.joined"), { identityVerified: false })).toBe("reported");
  expect(await report(messageOf("withdrawal.completed"), null)).toBe("reported");
  expect(await deliver()).toBe(1);
  const [day] =
    await database.owner()`select to_char(clock_timestamp() at time zone 'Asia/Seoul', 'YYYYMMDD') as today`;
  expect(files()).toEqual([`MSP_${day?.today}_0001.txt`]);
  const text = readFileSync(join(directory, files()[0] ?? ""), "utf8");
  expect(text).toContain("JN20261121013000N\r\n");
  expect(text).toContain("WC20261121013000X\r\n");
  expect(text).toMatch(/T000002\r\n$/);
  expect(await deliver()).toBe(0);
});

test("a message that comes twice is one line; a republish job makes another, in the next file", async () => {
  const eventId = randomUUID();
  await Promise.all([1, 2, 3].map(() => report(messageOf("member.joined", { eventId }))));
  expect(await report(messageOf("member.joined", { eventId, replay: "detector" }))).toBe("handled before");
  await deliver();
  expect(await report(messageOf("member.joined", { eventId, replay: randomUUID() }))).toBe("reported");
  await deliver();
  expect(files().map((name) => name.slice(-8))).toEqual(["0001.txt", "0002.txt"]);
  for (const name of files()) expect(readFileSync(join(directory, name), "utf8")).toMatch(/T000001\r\n$/);
});

test("while the drop is away, files wait with growing gaps, and then arrive as they were cut", async () => {
  await report(messageOf("member.joined"));
  // A file stands where the directory should be.
  const blocked = join(directory, "blocked");
  writeFileSync(blocked, "");
  expect(await deliver(blocked)).toBe(0);
  const gap = async () => {
    const [row] = await database.owner()<{ attempts: number; seconds: number }[]>`
      select attempts, round(extract(epoch from next_at - clock_timestamp()))::int as seconds from partner_reporter.file`;
    return row;
  };
  expect(await gap()).toMatchObject({ attempts: 1, seconds: 10 });
  expect(await deliver()).toBe(0);
  await database.owner()`update partner_reporter.file set next_at = clock_timestamp()`;
  expect(await deliver(blocked)).toBe(0);
  expect(await gap()).toMatchObject({ attempts: 2, seconds: 20 });
  await report(messageOf("member.suspended"));
  await database.owner()`update partner_reporter.file set next_at = clock_timestamp()`;
  expect(await deliver()).toBe(2);
  const texts = files()
    .filter((name) => name.startsWith("MSP"))
    .map((name) => readFileSync(join(directory, name), "utf8"));
  expect(texts[0]).toContain("JN2026");
  expect(texts[0]).not.toContain("SU2026");
  expect(texts[1]).toContain("SU2026");
});

test("lines wait for others before a file is cut, and four who cut at once cut each line once", async () => {
  await report(messageOf("member.joined"));
  expect(await deliverReports({ db, drop: directoryDrop(directory) })).toBe(0);
  for (let n = 0; n < 5; n += 1) await report(messageOf("member.joined"));
  await Promise.all([deliver(), deliver(), deliver(), deliver()]);
  const text = files()
    .map((name) => readFileSync(join(directory, name), "utf8"))
    .join("");
  expect(text.match(/^D/gm)).toHaveLength(6);
});

test("whoever the partner holds may not withdraw: an objection, and no line", async () => {
  writeFileSync(join(directory, "HOLD.txt"), "90000007\r\n90000001\r\n");
  const message = messageOf("withdrawal.requested");
  expect(await report(message)).toBe("objected");
  expect(objections).toMatchObject([{ memberId: "90000001", eventId: message.event.eventId }]);
  expect(await report(message)).toBe("handled before");
  expect(objections).toHaveLength(1);
  expect(await deliver()).toBe(0);
});

test("an objection that comes too late does not keep the line away", async () => {
  writeFileSync(join(directory, "HOLD.txt"), "90000001\n");
  answer = "too late";
  expect(await report(messageOf("withdrawal.requested"))).toBe("reported");
});

test("without an answer for the latest state nothing is done, and the message can be handled later", async () => {
  const message = messageOf("member.joined");
  const failing = reportEvent({
    db,
    drop: directoryDrop(directory),
    askLatest: () => Promise.reject(new Error("no answer")),
    object: async () => "recorded",
  });
  await expect(failing(message)).rejects.toThrow("no answer");
  expect(await report(message)).toBe("reported");
});

test("the account of the partner reporter sees neither members nor events", async () => {
  await expect(db.execute("select from member.member")).rejects.toThrow();
  await expect(db.execute("select from event.member_event")).rejects.toThrow();
});
