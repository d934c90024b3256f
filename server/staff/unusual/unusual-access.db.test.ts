import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import type { Actor } from "../actor.ts";
import { unusualAccess } from "./unusual-access.ts";

const database = useDatabase();
let db: Db;
let auditor: Actor;
let agent: Actor;
beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 2 });
  auditor = await makeActor(database.owner(), "auditor");
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  await database.owner()`delete from staff.access_record`;
  agent = await makeActor(database.owner(), "agent");
});

/** So many members were shown to the agent, so many days ago. */
async function sees(members: number, { daysAgo, again = 1 }: { daysAgo: number; again?: number }) {
  await database.owner()`
    insert into staff.access_record (id, at, account_id, login, act, member_ids, result)
    select uuidv7(make_interval(days => ${-daysAgo}, secs => -5)), clock_timestamp() - make_interval(days => ${daysAgo}, secs => 5), ${agent.accountId}, ${agent.login},
           'member.profile', array['m-' || n], 'shown' from generate_series(1, ${members}::int) n, generate_series(1, ${again}::int)`;
}

test("three times as many members as on an own usual day is named, one fewer is not, and the same member again counts once", async () => {
  for (const daysAgo of [1, 2, 30]) await sees(10, { daysAgo });
  await sees(29, { daysAgo: 0, again: 3 });
  expect((await unusualAccess(db, auditor)).wide).toEqual([]);
  await database.owner()`
    insert into staff.access_record (account_id, login, act, member_ids, result) values (${agent.accountId}, ${agent.login}, 'look-up', '{m-30}', 'shown')`;
  expect((await unusualAccess(db, auditor)).wide).toEqual([
    { login: agent.login, name: agent.name, seen: 30, usual: 10 },
  ]);
});

test("without three days to compare with, or with few members, nobody is named", async () => {
  await sees(1, { daysAgo: 1 });
  await sees(1, { daysAgo: 2 });
  await sees(40, { daysAgo: 0 });
  expect((await unusualAccess(db, auditor)).wide).toEqual([]);
  await sees(1, { daysAgo: 3 });
  expect((await unusualAccess(db, auditor)).wide).toHaveLength(1);
  await database.owner()`delete from staff.access_record where at > clock_timestamp() - interval '1 day'`;
  await sees(19, { daysAgo: 0 });
  expect((await unusualAccess(db, auditor)).wide).toEqual([]);
});

test("who was stopped after too many tries is named with how often, and nobody but an auditor sees it", async () => {
  await database.owner()`
    insert into staff.access_record (account_id, login, act, result, reason) select ${agent.accountId}, ${agent.login}, 'look-up', 'refused', 'too many tries' from generate_series(1, 3)`;
  expect((await unusualAccess(db, auditor)).guessing).toMatchObject([{ login: agent.login, times: 3 }]);
  await expect(unusualAccess(db, agent)).rejects.toMatchObject({ code: "forbidden" });
});
