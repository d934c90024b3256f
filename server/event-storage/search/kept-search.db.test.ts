import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { keepSearch, keptSearch } from "./kept-search.ts";

const database = useDatabase();
let db: Db;
beforeAll(() => {
  db = connect({ url: database.url("web"), name: "test", max: 2 });
});
afterAll(() => db.$client.end());

const members = Array.from({ length: 900 }, (_, n) => `m-${n}`);
const conditions: Condition[] = [{ field: "member", operator: "any", values: members }];

test("a long search comes back by its key, the same search has the same key, and both are one record", async () => {
  const actor = await makeActor(database.owner(), "analyst");
  const { key } = await keepSearch(db, actor, { conditions, policy: null });
  expect(await keepSearch(db, actor, { conditions, policy: null })).toEqual({ key });
  expect(await keptSearch(db, actor, { key })).toEqual({ conditions, policy: null });
  const records =
    await database.owner()`select act, result from staff.access_record where account_id = ${actor.accountId}`;
  expect(records).toEqual([{ act: "event.keep-search", result: "done" }]);
});

test("nobody has another's kept search, and a key that is none has nothing", async () => {
  const [one, other] = [await makeActor(database.owner(), "analyst"), await makeActor(database.owner(), "admin")];
  const { key } = await keepSearch(db, one, { conditions, policy: null });
  expect(await keptSearch(db, other, { key })).toEqual({ conditions: null, policy: null });
  expect(await keptSearch(db, one, { key: "x" })).toEqual({ conditions: null, policy: null });
});

test("a policy is kept beside conditions, and makes another search of them", async () => {
  const actor = await makeActor(database.owner(), "analyst");
  const policy = { text: '{"action": ["thing.changed"]}', scope: "MessageBody", layer: "external" } as const;
  const { key } = await keepSearch(db, actor, { conditions: [], policy });
  expect(await keptSearch(db, actor, { key })).toEqual({ conditions: [], policy });
  const { key: other } = await keepSearch(db, actor, { conditions, policy });
  const { key: without } = await keepSearch(db, actor, { conditions, policy: null });
  expect(new Set([key, other, without]).size).toBe(3);
});

test("an agent keeps the filter of a timeline; who opens no member keeps and has none", async () => {
  const agent = await makeActor(database.owner(), "agent");
  const { key } = await keepSearch(db, agent, { conditions, policy: null });
  expect(await keptSearch(db, agent, { key })).toEqual({ conditions, policy: null });
  const auditor = await makeActor(database.owner(), "auditor");
  await expect(keepSearch(db, auditor, { conditions, policy: null })).rejects.toMatchObject({ code: "forbidden" });
  await expect(keptSearch(db, auditor, { key })).rejects.toMatchObject({ code: "forbidden" });
});
