import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { searchByPolicy, searchByPolicySchema } from "./search-by-policy.ts";

const database = useDatabase();
let db: Db;

/** So many events with a note, a minute apart, the newest of them so many days ago. */
async function fill(count: number, { note, daysAgo }: { note: string; daysAgo: number }) {
  await database.owner()`
    select event.record_member_event('m-1', 'thing.changed', ${JSON.stringify({ note: { to: note } })}::text::jsonb,
      occurred_at => clock_timestamp() - make_interval(days => ${daysAgo}::int, mins => i)) from generate_series(1, ${count}::int) i`;
}

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  await fill(2500, { note: "new", daysAgo: 1 });
  await fill(3, { note: "rare", daysAgo: 20 });
  db = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
}, 120_000);
afterAll(() => db.$client.end());

test("a search whose time is up before there is a candidate goes on where it stopped, and comes to its end", async () => {
  const analyst = await makeActor(database.owner(), "analyst");
  const asked = { policy: '{"attributes": {"note": {"to": ["rare"]}}}', scope: "MessageBody" };
  // Every look takes longer than there is time for.
  let ms = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => (ms += 5000));
  const pages: { found: number; partial: boolean }[] = [];
  try {
    for (let cursor: string | undefined; ; ) {
      const page = await searchByPolicy(db, analyst, searchByPolicySchema.parse({ ...asked, cursor }));
      pages.push({ found: page.events.length, partial: page.partial });
      if (page.nextCursor === null) break;
      expect(page.nextCursor).not.toBe(cursor);
      cursor = page.nextCursor;
    }
  } finally {
    clock.mockRestore();
  }
  expect(pages[0]).toEqual({ found: 0, partial: true });
  expect(pages.at(-1)).toEqual({ found: 3, partial: false });
});
