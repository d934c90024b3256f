import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import type { Actor } from "./actor.ts";
import { listViewers } from "./list-viewers.ts";
import { summarizeViewer } from "./summarize-viewer.ts";

const database = useDatabase();
let db: Db;
let auditor: Actor;
let agent: Actor;

beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  auditor = await makeActor(database.owner(), "auditor");
  agent = await makeActor(database.owner(), "agent");
  await look({ daysAgo: 1, act: "member.profile", memberIds: ["m-1", "m-2"] });
  await look({ daysAgo: 2, act: "member.profile", memberIds: ["m-1"] });
  await look({ daysAgo: 2, act: "members.recent", memberIds: ["m-9"] });
  await look({ daysAgo: 3, act: "republish.create", memberIds: [], result: "refused" });
  // In four weeks before, two members in one and the same two in another: one a week, on average.
  for (const daysAgo of [10, 11, 20]) await look({ daysAgo, act: "member.profile", memberIds: ["m-1", "m-2"] });
});
afterAll(() => db.$client.end());

type Look = { daysAgo: number; act: string; memberIds: string[]; result?: string };

/** A record as it would have been written then: its id begins with its time. */
async function look({ daysAgo, act, memberIds, result = "shown" }: Look) {
  await database.owner()`
    insert into staff.access_record (id, at, account_id, login, role, act, member_ids, result)
    select uuidv7(make_interval(days => ${-daysAgo})), clock_timestamp() - make_interval(days => ${daysAgo}), ${agent.accountId}, ${agent.login}, 'agent',
           ${act}, ${memberIds}::text[], ${result}`;
}

test("everybody is told with how many members they saw in the week, what is usual, and what was refused", async () => {
  const { viewers } = await listViewers(db, auditor, { services: false });
  expect(viewers.find(({ login }) => login === agent.login)).toMatchObject({
    looks: 4,
    members: 2,
    usual: 1,
    refused: 1,
    role: "agent",
  });
  expect(viewers.every(({ login }) => !login.startsWith("service:"))).toBe(true);
});

test("the summary of a period names whom an account saw, most often first, and how often it did what", async () => {
  const now = Date.now();
  const iso = (daysAgo: number) => new Date(now - daysAgo * 86_400_000).toISOString();
  const told = await summarizeViewer(db, auditor, { login: agent.login, from: iso(7), to: iso(0) });
  expect(told.members.map(({ memberId, looks }) => [memberId, looks])).toEqual([
    ["m-1", 2],
    ["m-2", 1],
    ["m-9", 1],
  ]);
  expect(told.acts).toContainEqual({ act: "member.profile", result: "shown", times: 2 });
  expect(told.memberCount).toBe(3);
  const [record] =
    await database.owner()`select act, what from staff.access_record where login = ${auditor.login} order by id desc limit 1`;
  expect(record).toMatchObject({ act: "access-record.summary", what: { login: agent.login, members: 3 } });
});

test("neither is told to others than auditors", async () => {
  await expect(listViewers(db, agent, { services: true })).rejects.toMatchObject({ code: "forbidden" });
  await expect(
    summarizeViewer(db, agent, { login: "x", from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" }),
  ).rejects.toMatchObject({ code: "forbidden" });
});
