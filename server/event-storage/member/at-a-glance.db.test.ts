import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { atAGlance } from "./at-a-glance.ts";

const database = useDatabase();
let db: Db;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: 1, plans: "custom" });
});
afterAll(() => db.$client.end());

async function seenOn(memberId: string, deviceId: string, daysAgo: number): Promise<void> {
  await database.owner()`
    select event.record_member_event(${memberId}, 'thing.seen', '{"place": {"to": "p1"}}',
      jsonb_build_object('deviceId', ${deviceId}::text), clock_timestamp() - ${daysAgo} * interval '1 day')`;
}

test("a device is new when the member had no event on it before these seven days, and counts once", async () => {
  await seenOn("m-1", "known", 8);
  await seenOn("m-2", "new", 8);
  for (const device of ["known", "new", "new", "newer"]) await seenOn("m-1", device, 1);
  expect((await atAGlance(db, "m-1")).newDevicesIn7d).toBe(2);
});
