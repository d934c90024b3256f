import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { planRequestSchema } from "../../vocabulary/republish-order.ts";
import { planRepublish } from "./plan-republish.ts";

const database = useDatabase();
let db: Db;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
});
afterAll(() => db.$client.end());

test("whoever guesses at a personal value by plans is stopped as by searches", async () => {
  const admin = await makeActor(database.owner(), "admin");
  const asked = (values: string[]) =>
    planRequestSchema.parse({
      selection: { conditions: [{ field: "attribute", name: "phone", operator: "any", values }] },
      ...{ layer: "internal", target: "ALL" },
    });
  await planRepublish(db, admin, asked(["010-1111-2222"]));
  const misses = async () =>
    (await database.owner()`select misses from staff.look_up_count where account_id = ${admin.accountId}`)[0]?.misses;
  expect(await misses()).toBe(1);
  await database.owner()`update staff.look_up_count set misses = 20 where account_id = ${admin.accountId}`;
  await expect(planRepublish(db, admin, asked(["010-1111-2223"]))).rejects.toMatchObject({ code: "too-many" });
  const byName = planRequestSchema.parse({ selection: { members: ["m-1"] }, layer: "internal", target: "ALL" });
  await planRepublish(db, admin, byName);
});
