import fc from "fast-check";
import postgres, { type PendingQuery, type ReservedSql, type Row, type Sql, type TransactionSql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { EmbeddedPostgres } from "../../embedded/postgres.ts";
import { startTemporaryPostgres } from "../../embedded/temporary-postgres.ts";
import { migrate } from "../../migrate.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { linksFrom } from "./show-links.ts";

/** PROPERTY_RUNS=300 tries more. */
const RUNS = Number(process.env.PROPERTY_RUNS) || 20;

// A server of its own: an open transaction in any database of a server holds counting up.
let server: EmbeddedPostgres;
let sql: Sql;
let db: Db;
beforeAll(async () => {
  server = await startTemporaryPostgres();
  await migrate({ url: server.url, searchHashKey: "tests only" });
  sql = postgres(server.url, { max: 6, onnotice: () => {} });
  db = connect({ url: server.url, name: "test", max: 2 });
  await insertTestCatalog(sql);
  await sql`call event.add_quarters((now() - interval '9 months')::date, now()::date)`;
});
afterAll(async () => {
  await Promise.all([sql.end(), db.$client.end()]);
  await server.stop();
});

type Seen = { member: string; device: string | null; ip: string | null; hoursAgo: number };

const contextOf = ({ device, ip }: Seen) => ({ ...(device && { deviceId: device }), ...(ip && { ip }) });

const store = (seen: Seen, by: Sql | ReservedSql = sql) =>
  by`select event.record_member_event(${seen.member}, 'thing.changed', '{}', ${JSON.stringify(contextOf(seen))}::text::jsonb,
       clock_timestamp() - interval '1 second' - ${seen.hoursAgo} * interval '1 hour')`;

let imported = 0;
async function importAll(all: readonly Seen[]): Promise<void> {
  const rows = all.map((seen, n) => ({
    ...{ n, sourceEventId: `row-${imported++}`, memberId: seen.member, action: "thing.changed" },
    ...{ attributes: {}, context: contextOf(seen) },
    occurredAt: new Date(Date.now() - 1000 - seen.hoursAgo * 3_600_000).toISOString(),
  }));
  await sql`select event.import_events('test', ${JSON.stringify(rows)}::text::jsonb)`;
}

const countAnew = () =>
  sql`update event.count_progress set counted_before = null, closing_hour = null, closing_by = null`;

async function countAll(): Promise<void> {
  await waitUntil("everything counted", async () => {
    await sql`select event.count_hours(1000)`;
    const [row] = await sql`
      select counted_before >= date_trunc('hour', clock_timestamp() - interval '5 minutes') and not exists (select from event.recount r where r.hour < counted_before) as done from event.count_progress`;
    return row?.done === true;
  });
}

const wrong = async (repair = false) =>
  (await sql`select kind, value, member_id as member, kept, stored from event.reconcile_sightings(${repair})`).map(
    (row) => ({ ...row }),
  );

/** Who has a value, by the events themselves. */
async function byEvents(kind: "device" | "ip", value: string) {
  const column = sql(kind === "device" ? "device_id" : "ip");
  const rows = await sql<{ memberId: string; events: number; firstAt: Date; lastAt: Date }[]>`
    select member_id as "memberId", count(*)::int as events, min(occurred_at) as "firstAt", max(occurred_at) as "lastAt"
      from event.member_event where ${column} = ${value} and member_id <> 'unknown' group by 1`;
  return rows
    .map(({ firstAt, lastAt, ...row }) => ({ ...row, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() }))
    .sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
}

async function byLinks(kind: "device" | "ip", value: string) {
  const { root, shared } = await linksFrom(db, { kind, value });
  const members = (root?.members ?? [])
    .map(({ memberId, events, firstAt, lastAt }) => ({ memberId, events, firstAt, lastAt }))
    .sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  return { members, shared: shared.map((link) => `${link.value} ${link.memberCount}`).sort() };
}

const seen = fc.record({
  member: fc.constantFrom("a", "b", "c", "unknown"),
  device: fc.constantFrom(null, "d1", "d2"),
  ip: fc.constantFrom(null, "1", "2"),
  hoursAgo: fc.oneof(fc.double({ min: 0, max: 6, noNaN: true }), fc.double({ min: 0, max: 4000, noNaN: true })),
});
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant("store" as const), seen }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant("import" as const), all: fc.array(seen, { minLength: 1, maxLength: 4 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant("count" as const), hours: fc.constantFrom(0, 1, 30, 1000, 9000) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("store and stay open" as const), seen }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom("commit" as const, "roll back" as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("erase" as const), member: fc.constantFrom("a", "b", "c") }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("count anew" as const) }) },
);

test("links are those of the events after any stores, imports, erasures and transactions that stay open while hours are counted", async () => {
  let world = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      world += 1;
      const own = (one: Seen): Seen => ({
        ...one,
        member: one.member === "unknown" ? one.member : `${one.member}-${world}`,
        device: one.device && `${one.device}-${world}`,
        ip: one.ip && `10.9.${world}.${one.ip}`,
      });
      await countAnew();
      const other = await sql.reserve();
      let isOpen = false;
      const end = async (how: "commit" | "rollback") => {
        if (isOpen) await other.unsafe(how);
        isOpen = false;
      };
      try {
        for (const one of steps) {
          if (one.does === "store") await store(own(one.seen));
          else if (one.does === "import") await importAll(one.all.map(own));
          else if (one.does === "count") await sql`select event.count_hours(${one.hours})`;
          else if (one.does === "erase") await sql`select event.erase_devices(${`${one.member}-${world}`})`;
          else if (one.does === "count anew") await countAnew();
          else if (one.does === "store and stay open") {
            if (!isOpen) await other`begin`;
            isOpen = true;
            await store(own(one.seen), other);
          } else await end(one.does === "commit" ? "commit" : "rollback");
        }
        for (const settled of [false, true]) {
          if (settled) {
            await end("commit");
            await countAll();
          }
          for (const [kind, value] of [
            ["device", `d1-${world}`],
            ["ip", `10.9.${world}.1`],
          ] as const) {
            const found = await byLinks(kind, value);
            const members = await byEvents(kind, value);
            expect(found.members).toEqual(members);
            expect(found.shared).toEqual(
              await sharedByEvents(
                value,
                members.map(({ memberId }) => memberId),
              ),
            );
          }
        }
        expect(await wrong()).toEqual([]);
      } finally {
        await end("rollback");
        other.release();
      }
    }),
    { numRuns: RUNS },
  );
}, 180_000);

/** What else these members have that at least two do, by the events themselves, with how many. */
async function sharedByEvents(value: string, members: readonly string[]): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    with pair as (
      select distinct v.value, e.member_id from event.member_event e cross join lateral (values (e.device_id), (e.ip)) v(value) where v.value is not null and e.member_id <> 'unknown')
    select p.value || ' ' || count(*) as text from pair p
     where p.value <> ${value} and p.value in (select o.value from pair o where o.member_id = any(${[...members]}))
     group by p.value having count(*) > 1`;
  return rows.map(({ text }) => text).sort();
}

/** Does something that must wait for a lock that a transaction has taken, and ends the transaction once it waits. */
async function whileHeld(
  lock: (tx: TransactionSql) => Promise<unknown>,
  waiter: () => PendingQuery<Row[]>,
  meanwhile?: () => PromiseLike<unknown>,
) {
  let waiting: Promise<unknown> = Promise.resolve();
  await sql.begin(async (tx) => {
    await lock(tx);
    waiting = waiter().execute();
    await waitUntil("it waits", async () => {
      const [row] = await sql`select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'`;
      return row?.n === 1;
    });
    await meanwhile?.();
  });
  await waiting;
}

test("an erasure waits for the hours that are being counted, and nothing of the member stays", async () => {
  await store({ member: "gone", device: "d-gone", ip: null, hoursAgo: 2000 });
  await countAnew();
  await whileHeld(
    (tx) => tx`select event.count_hours(9000)`,
    () => sql`select event.erase_devices('gone')`,
  );
  await countAll();
  expect(await sql`select from event.sighting where member_id = 'gone'`).toHaveLength(0);
  expect(await wrong()).toEqual([]);
});

test("an event that is stored while its hour is summed again is added once", async () => {
  const late = { member: "late", device: "d-late", ip: null, hoursAgo: 30 };
  await store(late);
  await countAll();
  await store(late);
  // Counting takes the mark, and waits for these rows before it sums.
  await whileHeld(
    (tx) => tx`select from event.hour_count for update`,
    () => sql`select event.count_hours(0)`,
    () => store(late),
  );
  expect((await byLinks("device", "d-late")).members).toMatchObject([{ events: 3 }]);
  await countAll();
  expect([...(await sql`select events from event.sighting where value = 'd-late'`)]).toEqual([{ events: 3 }]);
});

test("a hub of very many members is a floor, and shows by whom one came to it all the same", async () => {
  const crowd = Array.from({ length: 2100 }, (_, n) => ({
    member: `z-${10_000 + n}`,
    device: null,
    ip: "198.51.100.1",
    hoursAgo: 50,
  }));
  await importAll(crowd);
  await store({ member: "z-12099", device: "d-last", ip: null, hoursAgo: 60 });
  await countAll();
  const { shared } = await linksFrom(db, { kind: "device", value: "d-last" });
  expect(shared).toMatchObject([
    {
      value: "198.51.100.1",
      isHub: true,
      isFloor: true,
      memberCount: 2000,
      members: [{ memberId: "z-12099", events: 1 }],
    },
  ]);
});

test("sightings of a partition that was dropped are found wrong, and are the events' again when told to", async () => {
  await store({ member: "old", device: "d-old", ip: null, hoursAgo: 24 * 200 });
  await store({ member: "old", device: "d-old", ip: null, hoursAgo: 30 });
  await countAll();
  const [row] =
    await sql`select tableoid::regclass::text as part from event.member_event where device_id = 'd-old' order by id limit 1`;
  await sql.unsafe(`drop table ${row?.part}`);
  const lost = { kind: "device", value: "d-old", member: "old", kept: 2, stored: 1 };
  expect(await wrong()).toContainEqual(lost);
  expect(await wrong(true)).toContainEqual(lost);
  expect(await wrong()).toEqual([]);
});
