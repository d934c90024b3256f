import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import type { Actor } from "./actor.ts";
import { listAccessRecords } from "./list-access-records.ts";
import { recordAccess } from "./record-access.ts";

const database = useDatabase();
let db: Db;
let auditor: Actor;
let agent: Actor;
let analyst: Actor;
beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 2 });
  [auditor, agent, analyst] = [
    await makeActor(database.owner(), "auditor"),
    await makeActor(database.owner(), "agent"),
    await makeActor(database.owner(), "analyst"),
  ];
  const opened = { act: "member.profile", result: "shown" as const };
  await recordAccess(db, agent, { ...opened, memberIds: ["m-1"] });
  await recordAccess(db, analyst, {
    act: "event.search",
    memberIds: ["m-2", "m-1"],
    what: { rows: 2 },
    result: "shown",
  });
  await recordAccess(db, agent, { ...opened, memberIds: ["m-2"], result: "refused", reason: "no" });
});
afterAll(() => db.$client.end());

const list = (asked: {
  memberId?: string;
  login?: string;
  from?: string;
  to?: string;
  cursor?: string;
  limit?: number;
}) => listAccessRecords(db, auditor, { people: false, limit: 50, ...asked });
const acts = async (asked: Parameters<typeof list>[0]) =>
  (await list(asked)).records.map(({ login, act, memberIds }) => [login, act, memberIds.join(" ")]);

test("tells who looked at a member, also where several members were shown, newest first", async () => {
  expect(await acts({ memberId: "m-1" })).toEqual([
    [analyst.login, "event.search", "m-2 m-1"],
    [agent.login, "member.profile", "m-1"],
  ]);
  const [found] = (await list({ memberId: "m-2", login: agent.login })).records;
  expect(found).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    login: agent.login,
    role: "agent",
    ip: agent.ip,
    act: "member.profile",
    memberIds: ["m-2"],
    what: {},
    result: "refused",
    reason: "no",
  });
});

test("tells what one person saw, page by page without a gap", async () => {
  const first = await list({ login: agent.login, limit: 1 });
  expect(first.records.map(({ memberIds }) => memberIds)).toEqual([["m-2"]]);
  const second = await list({ login: agent.login, limit: 1, cursor: first.nextCursor ?? "" });
  expect(second.records.map(({ memberIds }) => memberIds)).toEqual([["m-1"]]);
  expect(second.nextCursor).toBeNull();
});

test("tells what was looked at since a moment and before one", async () => {
  const [newest, oldest] = (await list({ login: agent.login })).records;
  const [from, to] = [newest?.at ?? "", oldest?.at ?? ""];
  const later = new Date(Date.parse(from) + 1).toISOString();
  expect(await acts({ login: agent.login, from: later })).toEqual([]);
  expect(await acts({ login: agent.login, from })).toContainEqual([agent.login, "member.profile", "m-2"]);
  expect(await acts({ login: agent.login, to })).toEqual([]);
  expect(await acts({ login: agent.login, from: to, to: later })).toHaveLength(2);
  const [look] = (await list({ login: auditor.login, to: "2100-01-01T00:00:00Z" })).records;
  expect(look?.what).toMatchObject({ from: to, to: later, records: 2 });
});

test("looking is recorded itself, with the member asked for, and nothing found is, too", async () => {
  expect((await list({ memberId: "m-nobody-opened" })).records).toEqual([]);
  expect(await acts({ login: auditor.login, memberId: "m-nobody-opened" })).toEqual([
    [auditor.login, "access-record.list", "m-nobody-opened"],
  ]);
});

test.each(["agent", "analyst", "admin"] as const)("refuses the %s", async (role) => {
  const actor = await makeActor(database.owner(), role);
  await expect(listAccessRecords(db, actor, { people: false, limit: 1 })).rejects.toMatchObject({ code: "forbidden" });
});
