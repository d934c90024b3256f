import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import type { Role } from "../vocabulary/roles.ts";
import { createCallerFactory } from "./procedure.ts";
import { appRouter } from "./router.ts";

const database = useDatabase();
let db: Db;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());

async function callAs(role: Role) {
  const actor = await makeActor(database.owner(), role);
  const caller = createCallerFactory(appRouter)({
    db,
    search: (work) => work(db),
    actor,
    findActor: async () => undefined,
    sessionToken: undefined,
    requestId: "test",
  });
  const records = () =>
    database.owner()`select act, member_ids, what, result from staff.access_record where account_id = ${actor.accountId}`;
  return { caller, records };
}

const eventId = "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b";

test("a look that the role does not allow is recorded with the member it was after, once however often", async () => {
  const { caller, records } = await callAs("auditor");
  for (const _ of [1, 2]) await expect(caller.members.profile({ memberId: "m-1" })).rejects.toThrow("permission");
  expect([...(await records())]).toEqual([
    { act: "members.profile", member_ids: ["m-1"], what: {}, result: "refused" },
  ]);
});

test("so is what a verb refuses by itself, and what names an event", async () => {
  const { caller, records } = await callAs("agent");
  await expect(caller.records.read({ view: "login-history" })).rejects.toThrow("permission");
  await expect(caller.subscribers.message({ eventId, layer: "internal" })).rejects.toThrow("permission");
  expect([...(await records())]).toEqual([
    { act: "records.read", member_ids: [], what: {}, result: "refused" },
    { act: "subscribers.message", member_ids: [], what: { eventId }, result: "refused" },
  ]);
});

test("a refusal that cannot be recorded is a refusal all the same", async () => {
  const { caller } = await callAs("auditor");
  await expect(caller.members.profile({ memberId: "\0" })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("a search by a personal value leaves it masked in the record, also by policy", async () => {
  const { caller, records } = await callAs("analyst");
  const any = { field: "attribute", operator: "any" } as const;
  const conditions = [
    { ...any, name: "phone", values: ["010-1234-5678"] },
    { ...any, name: "email", values: ["no address"] },
    { ...any, name: "note", values: ["as it is"] },
  ];
  await caller.events.search({ conditions });
  await caller.events.searchByPolicy({ conditions, policy: '{"action": ["thing.changed"]}' });
  const found = await records();
  expect(JSON.stringify(found)).not.toContain("1234");
  const values = found.map(({ what }) => what.conditions.flatMap(({ values }: { values: string[] }) => values));
  expect(values).toEqual([
    ["010-****-5678", "***", "as it is"],
    ["010-****-5678", "***", "as it is"],
  ]);
});
