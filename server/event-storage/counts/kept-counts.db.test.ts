import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { EmbeddedPostgres } from "../../embedded/postgres.ts";
import { startTemporaryPostgres } from "../../embedded/temporary-postgres.ts";
import { migrate } from "../../migrate.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { edgesOf, histogramUnits, unitOf } from "../../vocabulary/explore/histogram.ts";
import { zones } from "../../vocabulary/time/time-zone.ts";
import { countBars } from "./kept-counts.ts";

/** PROPERTY_RUNS=2000 tries more. */
const RUNS = Number(process.env.PROPERTY_RUNS) || 60;
const HOUR_MS = 3_600_000;
const DAYS = 100;

type Stored = { ms: number; action: string; actionId: string };

// A server of its own: an open transaction in any database of a server holds counting up.
let server: EmbeddedPostgres;
let owner: Sql;
let db: Db;
let all: Stored[];
beforeAll(async () => {
  server = await startTemporaryPostgres();
  await migrate({ url: server.url, searchHashKey: "tests only" });
  owner = postgres(server.url, { max: 2, onnotice: () => {} });
  db = connect({ url: server.url, name: "test", max: 2, plans: "custom" });
  await insertTestCatalog(owner);
  await owner`call event.add_quarters((now() - interval '6 months')::date, now()::date)`;
  await store(600, { fromDaysAgo: DAYS, toDaysAgo: 0 });
  await owner`update event.count_progress set counted_before = null, closing_hour = null`;
  await waitUntil("the past is counted", async () => {
    await owner`select event.count_hours(10000)`;
    const [row] =
      await owner`select counted_before >= date_trunc('hour', clock_timestamp()) - interval '2 hours' as done from event.count_progress`;
    return row?.done === true;
  });
  // Late ones: their hours wait to be counted again, and the counts of them are wrong until then.
  await store(60, { fromDaysAgo: DAYS, toDaysAgo: 0 });
  const [waiting] = await owner`select count(*)::int as n from event.recount`;
  expect(waiting?.n).toBeGreaterThan(30);
  all = await owner<Stored[]>`
    select floor(extract(epoch from uuid_extract_timestamp(e.id)) * 1000)::float8 as ms, a.name as action, a.id::text as "actionId" from event.member_event e join event.action a on a.id = e.action_id`;
}, 120_000);
afterAll(async () => {
  await owner.end();
  await db.$client.end();
  await server.stop();
});

/** Stores events at times drawn at random, many of them within few hours. */
async function store(events: number, { fromDaysAgo, toDaysAgo }: { fromDaysAgo: number; toDaysAgo: number }) {
  await owner`
    select event.record_member_event('m-' || i % 7, case when i % 3 = 0 then 'thing.seen' else 'thing.changed' end, case when i % 3 = 0 then '{"place": {"to": "p"}}' else '{}' end::jsonb,
      occurred_at => clock_timestamp() - interval '1 second' - case when i % 2 = 0 then random() * 3 else ${toDaysAgo} + random() * ${fromDaysAgo - toDaysAgo} end * interval '1 day')
      from generate_series(1, ${events}) i`;
}

test("every bar of every period, action and zone holds the events that the store has, whether counted, open or to be counted again", async () => {
  const now = Date.now();
  const ago = fc.oneof(
    fc.integer({ min: 0, max: DAYS * 24 * HOUR_MS }),
    fc.integer({ min: 0, max: DAYS * 24 }).map((hours) => now - Math.floor(now / HOUR_MS) * HOUR_MS + hours * HOUR_MS),
    fc.integer({ min: 0, max: 3 * 24 * HOUR_MS }),
  );
  const asked = fc.record({
    ends: fc.oneof(
      fc.tuple(ago, ago).filter(([one, other]) => one !== other),
      // As short as bars shorter than an hour are for.
      fc.tuple(ago, fc.integer({ min: 1, max: 20 * HOUR_MS })).map(([end, length]) => [end, end + length]),
    ),
    zone: fc.constantFrom(...zones),
    longer: fc.nat(3),
    actions: fc.constantFrom<string[] | undefined>(undefined, ["thing.seen"], ["thing.seen", "thing.changed"], []),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ ends, zone, longer, actions }) => {
      const [fromMs = 0, toMs = 0] = ends.map((one) => now - one).sort((a, b) => a - b);
      const unit = histogramUnits[histogramUnits.indexOf(unitOf(fromMs, toMs)) + longer] ?? "month";
      const edges = edgesOf(fromMs, toMs, { unit, zone });
      const wanted = all.filter(({ ms, action }) => ms >= fromMs && ms < toMs && (actions?.includes(action) ?? true));
      const numbers = actions && [
        ...new Set(all.filter(({ action }) => actions.includes(action)).map(({ actionId }) => actionId)),
      ];
      const rows = await countBars(db, { fromMs, toMs, edges, actions: numbers });
      const found = Object.fromEntries(rows.map(({ bar, action, n }) => [`${bar} ${action}`, n]));
      const expected: Record<string, number> = {};
      for (const { ms, action } of wanted) {
        const key = `${edges.filter((edge) => edge <= ms).length} ${action}`;
        expected[key] = (expected[key] ?? 0) + 1;
      }
      expect(found).toEqual(expected);
    }),
    { numRuns: RUNS },
  );
});

test("where nothing was counted yet the events themselves are", async () => {
  await owner.begin(async (sql) => {
    await sql`update event.count_progress set counted_before = null`;
  });
  const [fromMs, toMs] = [Date.now() - DAYS * 24 * HOUR_MS, Date.now()];
  const edges = edgesOf(fromMs, toMs, { unit: "month", zone: "Asia/Seoul" });
  const rows = await countBars(db, { fromMs, toMs, edges, actions: undefined });
  expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(all.filter(({ ms }) => ms >= fromMs).length);
});
