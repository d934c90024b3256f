import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { lookUp } from "./look-up.ts";

const database = useDatabase();
let db: Db;

beforeAll(async () => {
  const owner = database.owner();
  await insertTestCatalog(owner);
  await owner`select event.record_member_event('42099010', 'thing.seen', '{"place": {"to": "p1"}}')`;
  db = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
});
afterAll(() => db.$client.end());

test("a member's id of digits is recorded as an id, digits that find nobody as a phone number", async () => {
  const agent = await makeActor(database.owner(), "agent");
  await lookUp(db, agent, { text: "42099010" });
  await lookUp(db, agent, { text: "42099011" });
  const records = await database.owner()`
    select member_ids, what from staff.access_record where account_id = ${agent.accountId} order by id`;
  expect(records).toEqual([
    { member_ids: ["42099010"], what: { textKind: "memberId", hits: 1 } },
    { member_ids: [], what: { textKind: "phone", hits: 0 } },
  ]);
});

test("an address is found in its one form, however it was stored and asked", async () => {
  const analyst = await makeActor(database.owner(), "analyst");
  await database.owner()`select event.record_member_event('m-1', 'thing.seen', '{"place": {"to": "p1"}}', '{"ip": "::FFFF:198.51.100.9"}')`;
  for (const text of ["198.51.100.9", "198.51.100.9:443", "::ffff:c633:6409"]) {
    expect(await lookUp(db, analyst, { text })).toEqual({ results: [{ kind: "ip", ip: "198.51.100.9" }] });
  }
  expect(await lookUp(db, analyst, { text: "198.51.100.8" })).toEqual({ results: [] });
});
