import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { resolveConditions } from "../conditions/selection.ts";
import { findEvents } from "./find-events.ts";

const database = useDatabase();
let db: Db;
beforeAll(async () => {
  const owner = database.owner();
  await insertTestCatalog(owner);
  await owner`call event.add_quarters((now() - interval '9 months')::date, now()::date)`;
  // Two of each, by turns, over several partitions.
  await owner`
    select event.record_member_event('m-' || i % 2, 'thing.changed', '{}', jsonb_build_object('deviceId', 'd-' || i % 2, 'ip', '203.0.113.' || i % 2), clock_timestamp() - i * interval '8 days')
      from generate_series(1, 30) i`;
  db = connect({ url: database.url("web"), name: "test", max: 1, plans: "custom" });
});
afterAll(() => db.$client.end());

test.each([
  ["member", "m-1", "member_id"],
  ["device", "d-1", "device_id"],
  ["ip", "203.0.113.1", "ip"],
] as const)("the pages of one %s are its events, newest first", async (field, value, column) => {
  const selection = await resolveConditions(db, [{ field, operator: "any", values: [value] }]);
  const found: string[] = [];
  for (let cursor: string | undefined; ; cursor = found.at(-1)) {
    const { ids } = await findEvents(db, selection, { cursor, limit: 4 });
    const page = await db.execute<{ id: string }>(sql`select k.id::text from (${ids}) k order by k.id desc`);
    found.push(...page.map(({ id }) => id));
    if (page.length < 4) break;
  }
  const owner = database.owner();
  const all = await owner`select id::text from event.member_event where ${owner(column)} = ${value} order by id desc`;
  expect(found).toHaveLength(15);
  expect(found).toEqual(all.map(({ id }) => id));
});
