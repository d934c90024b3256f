import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { countPersonalTries } from "../search/count-personal-tries.ts";
import { recordableConditions } from "../search/recordable-conditions.ts";
import { readCatalogShapes } from "./catalog-shapes.ts";

const database = useDatabase();
let db: Db;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: 2 });
});
afterAll(() => db.$client.end());

async function declare(version: number, properties: Record<string, { type: string; personal?: string }>) {
  const schema = JSON.stringify({ type: "object", properties });
  await database.owner()`
    select event.push_action_version(a.id, ${version}::smallint, false, ${schema}::text::jsonb, '{"ko": "x", "en": "x"}'::jsonb)
      from event.action a where a.name = 'thing.seen'`;
}

const asked: Condition[] = [{ field: "attribute", name: "caller", operator: "any", values: ["010-1234-5678"] }];

test("the catalog is read once while nothing changes it", async () => {
  const first = await readCatalogShapes(db);
  expect(await readCatalogShapes(db)).toBe(first);
});

test("a name that a push calls personal is masked and counted from the next search on", async () => {
  expect(await recordableConditions(db, asked)).toEqual(asked);
  await declare(2, { place: { type: "string" }, caller: { type: "string", personal: "phone" } });
  expect(await recordableConditions(db, asked)).toEqual([{ ...asked[0], values: ["010-****-5678"] }]);
  const actor = await makeActor(database.owner(), "analyst");
  await countPersonalTries(db, actor, { conditions: asked, act: "event.search" });
  const [counted] = await database.owner()`select looks from staff.look_up_count`;
  expect(counted).toEqual({ looks: 1 });
});

test.each([
  ["an action of another family", "update event.action set family = 'profile' where name = 'thing.seen'"],
  [
    "a changed version",
    `update event.action_version set schema = '{"properties": {"other": {"type": "string"}}}' where version = 2`,
  ],
  ["a version taken back", "delete from event.action_version where version = 2"],
])("%s is another catalog", async (_, statement) => {
  const before = await readCatalogShapes(db);
  await database.owner().unsafe(statement);
  const after = await readCatalogShapes(db);
  expect(after).not.toBe(before);
  expect(after).not.toEqual(before);
});

test("a push that is undone is never known to others", async () => {
  const before = await readCatalogShapes(db);
  const undone = db.transaction(async (tx) => {
    await tx.execute(sql`select event.push_action('thing.undone', 'profile')`);
    await tx.execute(sql`
      select event.push_action_version(a.id, 1::smallint, false, '{"type": "object", "properties": {}}', '{"ko": "x", "en": "x"}') from event.action a where a.name = 'thing.undone'`);
    expect((await readCatalogShapes(tx)).actions).toContainEqual(expect.objectContaining({ name: "thing.undone" }));
    expect(await readCatalogShapes(db)).toBe(before);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await readCatalogShapes(db)).toBe(before);
});
