import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bounded } from "./bounded.ts";
import { connect, type Db } from "./db.ts";
import { useDatabase } from "./testing/database.ts";
import { waitUntil } from "./testing/wait-until.ts";

const database = useDatabase();
let db: Db;
let other: Db;
beforeAll(() => {
  db = connect({ url: database.url("web"), name: "aborted", max: 1 });
  other = connect({ url: database.url("web"), name: "other", max: 1 });
});
afterAll(() => Promise.all([db.$client.end(), other.$client.end()]));

async function sleepers(): Promise<number> {
  const [row] = await database.owner()<{ n: number }[]>`
    select count(*)::int as n from pg_stat_activity
     where application_name = 'memberscope aborted' and state = 'active' and query like '%pg_sleep%'`;
  return row?.n ?? 0;
}

test("a statement ends on the server when nobody waits for it, and its connection goes on", async () => {
  const { signal, abort } = waited();
  const asked = bounded(db, { waiting: { signal, other } }, (tx) => tx.execute(sql`select pg_sleep(60)`));
  await waitUntil("the statement runs", async () => (await sleepers()) === 1);
  abort();
  // By itself it would end after ten seconds, the time limit of web statements.
  await waitUntil("the statement ended", async () => (await sleepers()) === 0, 6000);
  expect(await asked).toBeNull();
  const each = await Promise.all([1, 2, 3, 4].map((n) => db.execute(sql`select ${n}::int as n`)));
  expect(each.flat()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
});

test("what is aborted before it began is not begun, and after it ended it disturbs nothing", async () => {
  let begun = 0;
  const early = { signal: AbortSignal.abort(), other };
  const work = async () => {
    begun += 1;
  };
  expect(await bounded(db, { waiting: early }, work)).toBeNull();
  expect(begun).toBe(0);
  const { signal, abort } = waited();
  expect(await bounded(db, { waiting: { signal, other } }, async () => "read")).toBe("read");
  abort();
  expect([...(await db.execute(sql`select 1 as n`))]).toEqual([{ n: 1 }]);
});

test("a statement that takes too long is ended, and the transaction around it goes on", async () => {
  const kept = await db.transaction(async (tx) => {
    expect(await bounded(tx, { ms: 50 }, (limited) => limited.execute(sql`select pg_sleep(60)`))).toBeNull();
    return tx.execute(sql`select 2 as n`);
  });
  expect([...kept]).toEqual([{ n: 2 }]);
});

test("its limit is not that of what comes after it in the transaction around it", async () => {
  const limits = await db.transaction(async (tx) => {
    const limit = async () => [
      ...(await tx.execute<{ ms: string }>(sql`select current_setting('statement_timeout') as ms`)),
    ];
    return [await limit(), await bounded(tx, { ms: 50 }, () => limit()), await limit()];
  });
  expect(limits).toEqual([[{ ms: "10s" }], [{ ms: "50ms" }], [{ ms: "10s" }]]);
});

test("what fails by itself fails as it is", async () => {
  const failing = bounded(db, { ms: 1000 }, async () => {
    throw new Error("by itself");
  });
  await expect(failing).rejects.toThrow("by itself");
});

function waited() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
