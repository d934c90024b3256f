import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EmbeddedPostgres } from "../embedded/postgres.ts";
import { startTemporaryPostgres } from "../embedded/temporary-postgres.ts";
import { migrate } from "../migrate.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { waitUntil } from "../testing/wait-until.ts";

// A server of its own: an open transaction in any database of a server holds counting up.
let server: EmbeddedPostgres;
let sql: Sql;
beforeAll(async () => {
  server = await startTemporaryPostgres();
  await migrate({ url: server.url, searchHashKey: "tests only" });
  sql = postgres(server.url, { max: 4, onnotice: () => {} });
  await insertTestCatalog(sql);
  await sql`call event.add_quarters((now() - interval '3 months')::date, now()::date)`;
});
afterAll(async () => {
  await sql.end();
  await server.stop();
});

/** Hours before now, on the hour, minus a minute: `hoursAgo(2)` lies in the last but one closed hour. */
const ago = (hours: number) => sql`date_trunc('hour', now()) - ${hours} * interval '1 hour' + interval '1 minute'`;

async function store(hours: number, events: number, action = "thing.changed"): Promise<void> {
  const attributes = action === "thing.seen" ? { place: { to: "p" } } : {};
  await sql`select event.record_member_event('m-1', ${action}, ${sql.json(attributes)}, occurred_at => ${ago(hours)}) from generate_series(1, ${events})`;
}

/** Counts until there is nothing left to count. */
async function countAll(): Promise<void> {
  await waitUntil("everything counted", async () => {
    await sql`select event.count_hours(1000)`;
    const [row] = await sql`
      select counted_before >= date_trunc('hour', clock_timestamp() - interval '5 minutes') as done, not exists (select from event.recount r where r.hour < counted_before) as clean from event.count_progress`;
    return row?.done === true && row.clean === true;
  });
}

async function difference(): Promise<unknown[]> {
  return [...(await sql`select * from event.reconcile_counts(now() - interval '100 days', now(), false)`)];
}

test("closed hours are counted by action, and days as their sums; an empty hour has no row", async () => {
  await store(60, 3);
  await store(60, 2, "thing.seen");
  await store(30, 4);
  await countAll();
  const rows = await sql`
    select (extract(epoch from date_trunc('hour', now()) - c.hour) / 3600)::int as ago, a.name, n::int from event.hour_count c join event.action a on a.id = c.action_id order by hour, a.name`;
  expect(rows).toEqual([
    { ago: 60, name: "thing.changed", n: 3 },
    { ago: 60, name: "thing.seen", n: 2 },
    { ago: 30, name: "thing.changed", n: 4 },
  ]);
  const [days] = await sql`
    select (select coalesce(sum(n), 0)::int from event.day_count) as days, (select sum(n)::int from event.hour_count where hour < date_trunc('day', now(), 'UTC')) as hours`;
  expect(days?.days).toBe(days?.hours);
  expect(await difference()).toEqual([]);
});

test("an event of a closed hour, one by one or from a file, has its hour counted again", async () => {
  await store(60, 1);
  const rows = [0, 1].map((n) => ({
    n,
    sourceEventId: `late-${n}`,
    memberId: "m-2",
    action: "thing.changed",
    attributes: {},
    context: {},
    occurredAt: new Date(Date.now() - (30 + n) * 3_600_000).toISOString(),
  }));
  await sql`select event.import_events('late', ${JSON.stringify(rows)}::text::jsonb)`;
  await countAll();
  expect(await difference()).toEqual([]);
  const [sum] = await sql`select sum(n)::int as n from event.hour_count`;
  expect(sum?.n).toBe(12);
});

test("an hour is not counted while a transaction is open that may still add to it", async () => {
  await sql`update event.count_progress set counted_before = date_trunc('hour', now()) - interval '5 hours', closing_hour = null`;
  await sql.begin(async (tx) => {
    await tx`select event.record_member_event('m-open', 'thing.changed', '{}', occurred_at => ${ago(3)})`;
    await sql`select event.count_hours(1000)`;
    expect(await sql`select event.count_hours(1000) as counted`).toEqual([{ counted: 0 }]);
  });
  await countAll();
  expect(await difference()).toEqual([]);
});

test("a wrong count is found and, when told to, counted anew", async () => {
  await sql`update event.hour_count set n = n + 5 where hour = (select min(hour) from event.hour_count)`;
  await sql`delete from event.hour_count where hour = (select max(hour) from event.hour_count)`;
  const found = await difference();
  expect(found.length).toBeGreaterThanOrEqual(2);
  await sql`select event.reconcile_counts(now() - interval '100 days', now(), true)`;
  expect(await difference()).toEqual([]);
});
