import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { lookUp } from "../event-storage/member/look-up.ts";
import { memberTimeline } from "../event-storage/member/member-timeline.ts";
import { searchEvents } from "../event-storage/search/search-events.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import type { Condition } from "../vocabulary/conditions.ts";
import { delayAfter } from "./count-look-ups.ts";

const database = useDatabase();
let db: Db;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  await database.owner()`select event.record_member_event('m-1', 'thing.changed', '{"phone": {"to": "010-1234-5678"}}')`;
  db = connect({ url: database.url("web"), name: "test", max: 10 });
});
afterAll(() => db.$client.end());

/** Says that so many tries were in vain within the hour, so that a test need not wait for each. */
async function afterMisses(role: "agent" | "analyst", misses: number) {
  const actor = await makeActor(database.owner(), role);
  await database.owner()`
    insert into staff.look_up_count (account_id, looks, misses) values (${actor.accountId}, ${misses}, ${misses})`;
  return actor;
}

const misses = async (accountId: string) =>
  (await database.owner()`select misses from staff.look_up_count where account_id = ${accountId}`)[0]?.misses;

const withPhone = (value: string): Condition[] => [
  { field: "attribute", name: "phone", operator: "any", values: [value] },
];

test("the twentieth try in vain within an hour is the last, and the refusal is recorded", async () => {
  const agent = await afterMisses("agent", 20);
  await expect(lookUp(db, agent, { text: "m-1" })).rejects.toMatchObject({ code: "too-many" });
  const records = await database.owner()`
    select act, result, reason from staff.access_record where account_id = ${agent.accountId}`;
  expect([...records]).toEqual([{ act: "look-up", result: "refused", reason: "too many tries" }]);
});

test("after an hour it begins anew", async () => {
  const agent = await afterMisses("agent", 20);
  await database.owner()`
    update staff.look_up_count set since = since - interval '61 minutes' where account_id = ${agent.accountId}`;
  expect((await lookUp(db, agent, { text: "m-1" })).results).toHaveLength(1);
});

test("a try that finds somebody is none in vain, and one side by side with others counts like them", async () => {
  const agent = await makeActor(database.owner(), "agent");
  await lookUp(db, agent, { text: "m-1" });
  expect(await misses(agent.accountId)).toBe(0);
  await Promise.all(["a", "b", "c"].map((text) => lookUp(db, agent, { text })));
  expect(await misses(agent.accountId)).toBe(3);
});

test.each(["events.search", "members.timeline"])("a guess by %s counts as a look-up does", async (where) => {
  const analyst = await makeActor(database.owner(), "analyst");
  const ask = async (value: string) => {
    const conditions = withPhone(value);
    if (where === "events.search") await searchEvents(db, analyst, { conditions, limit: 5 });
    else await memberTimeline(db, analyst, { memberId: "m-1", beside: [], conditions, limit: 5 });
  };
  await ask("010-1234-5678");
  expect(await misses(analyst.accountId)).toBe(0);
  await ask("010-1234-0000");
  expect(await misses(analyst.accountId)).toBe(1);
  await database.owner()`update staff.look_up_count set misses = 20 where account_id = ${analyst.accountId}`;
  await expect(ask("010-1234-5678")).rejects.toMatchObject({ code: "too-many" });
});

test("each try in vain after the third waits twice as long, up to eight seconds", async () => {
  expect([0, 2, 3, 4, 5, 8, 19].map(delayAfter)).toEqual([0, 0, 250, 500, 1000, 8000, 8000]);
  const agent = await afterMisses("agent", 5);
  const began = performance.now();
  await lookUp(db, agent, { text: "m-1" });
  expect(performance.now() - began).toBeGreaterThan(900);
});

test("the web's own account cannot give itself more tries", async () => {
  await expect(db.execute("update staff.look_up_count set misses = 0")).rejects.toThrow();
});
