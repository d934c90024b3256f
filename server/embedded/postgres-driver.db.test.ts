import postgres from "postgres";
import { expect, test } from "vitest";
import { useDatabase } from "../testing/database.ts";
import { runKillStorm } from "../testing/run-kill-storm.ts";
import { waitUntil } from "../testing/wait-until.ts";

const database = useDatabase();

test("the driver in use carries the patch", () => {
  expect(Reflect.get(postgres, "memberscopePatch")).toBe("3.4.9-3");
});

test("a rolled-back transaction leaves no row when its connection dies and another takes the slot", async () => {
  const owner = database.owner();
  await owner`create table leak (transaction text)`;
  // One slot, so that the next transaction has to take the one whose connection died.
  const sql = postgres(database.url(), { max: 1, onnotice: () => {} });
  try {
    let next: Promise<unknown> = Promise.resolve();
    // The transaction is told to have failed as soon as its connection dies, which may be before its function ends.
    const ended = Promise.withResolvers<void>();
    const dying = sql.begin(async (tx) => {
      try {
        const [backend] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
        await tx`insert into leak values ('before')`;
        await owner`select pg_terminate_backend(${backend?.pid ?? 0})`;
        next = sql.begin(async (other) => {
          await other`insert into leak values ('other')`;
          await other`select pg_sleep(0.2)`;
        });
        await waitForOther(owner);
        // Each of these would land in the other transaction, and its commit would keep them.
        await tx`insert into leak values ('after')`.catch(() => {});
        await tx`insert into leak values ('after')`.catch(() => {});
        throw new Error("asked to roll back");
      } finally {
        ended.resolve();
      }
    });
    await expect(dying).rejects.toThrow();
    await ended.promise;
    await next;
    expect(await owner`select transaction from leak`).toEqual([{ transaction: "other" }]);
  } finally {
    await sql.end({ timeout: 1 });
  }
});

test("a query killed in its midst fails alone: the next one on its connection neither inherits its error nor its rows", async () => {
  const owner = database.owner();
  const sql = postgres(database.url(), { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    for (let round = 0; round < 3; round += 1) {
      const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const dying = sql`select n, pg_sleep(0.001), repeat('row', 1000) from generate_series(1, 1000000) n`;
      const failure = expect(dying).rejects.toThrow();
      await waitForActive(owner, backend?.pid ?? 0);
      await owner`select pg_terminate_backend(${backend?.pid ?? 0})`;
      await failure;
      expect(await sql`select n from generate_series(1, 2) n`).toEqual([{ n: 1 }, { n: 2 }]);
    }
  } finally {
    await sql.end({ timeout: 1 });
  }
});

test("100 killed connections lose, leak and halve nothing, and the pool is whole again", {
  timeout: 60_000,
}, async () => {
  const result = await runKillStorm({ url: database.url(), kills: 100, seconds: 15 });
  const nothing = { lost: 0, leaked: 0, partial: 0, hung: 0, uncaught: 0 };
  expect(result).toMatchObject({ kills: 100, ...nothing, recoveredMs: expect.any(Number) });
  expect(result.transactions).toBeGreaterThan(200);
});

async function waitForOther(owner: ReturnType<typeof database.owner>): Promise<void> {
  await waitUntil("the other transaction sleeps", async () => {
    const rows = await owner`
      select from pg_stat_activity
       where datname = current_database() and query like 'select pg_sleep%' and state = 'active'`;
    return rows.length > 0;
  });
}

async function waitForActive(owner: ReturnType<typeof database.owner>, pid: number): Promise<void> {
  await waitUntil("its rows are under way", async () => {
    const rows =
      await owner`select from pg_stat_activity where pid = ${pid} and state = 'active' and query like '%repeat%'`;
    return rows.length > 0;
  });
}
