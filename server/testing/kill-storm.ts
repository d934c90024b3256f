// Ends database connections under concurrent transactions and prints, as one line of JSON, what became of them.
// Its own process, because some faults of the driver are errors that nothing can catch.
//   node server/testing/kill-storm.ts DATABASE_URL KILLS SECONDS
import postgres from "postgres";
import { z } from "zod";
import { reconnectDelay } from "../db.ts";

const POOL_SIZE = 8;
const WORKERS = 24;
const PAUSE_BETWEEN_KILLS_MS = 60;

/** A transaction takes 20 ms and a reconnect a few; nobody waits longer for its promise. */
const HUNG_MS = 8_000;

/** How long the pool may take to have every connection alive again. */
const RECOVERY_MS = 10_000;

const [url, kills, seconds] = z
  .tuple([z.string(), z.coerce.number(), z.coerce.number()])
  .parse(process.argv.slice(2, 5));

const hung = Symbol("hung");
let uncaught = 0;
process.on("uncaughtException", () => {
  uncaught += 1;
});
process.on("unhandledRejection", () => {
  uncaught += 1;
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function within<T>(work: Promise<T>, ms: number): Promise<T | typeof hung> {
  return Promise.race([work, pause(ms).then((): typeof hung => hung)]);
}

const admin = postgres(url, { max: 2, onnotice: () => {} });
const victims = postgres(url, {
  max: POOL_SIZE,
  connect_timeout: 3,
  backoff: reconnectDelay,
  onnotice: () => {},
  connection: { application_name: "kill-storm" },
});
const outcome = { committed: new Set<number>(), failed: new Set<number>(), hung: 0, started: 0 };
let isOver = false;

/** Every second transaction asks for a rollback; each writes two rows with a pause in which it may be killed. */
async function runTransactions(): Promise<void> {
  while (!isOver) {
    outcome.started += 1;
    const id = outcome.started;
    const transaction = victims.begin(async (tx) => {
      await tx`insert into kill_storm values (${id}, 1)`;
      await pause(Math.random() * 20);
      await tx`insert into kill_storm values (${id}, 2)`;
      if (id % 2 === 0) throw new Error("asked to roll back");
    });
    try {
      if ((await within(transaction, HUNG_MS)) === hung) countWhileHung(transaction, id);
      else outcome.committed.add(id);
    } catch {
      outcome.failed.add(id);
    }
  }
}

/** Counts as hung unless it still settles before the end: on a busy machine a transaction may only have been slow. */
function countWhileHung(transaction: Promise<unknown>, id: number): void {
  outcome.hung += 1;
  transaction.then(
    () => settle(outcome.committed, id),
    () => settle(outcome.failed, id),
  );
}

function settle(ids: Set<number>, id: number): void {
  outcome.hung -= 1;
  ids.add(id);
}

async function killConnections(): Promise<number> {
  let killed = 0;
  const limit = Date.now() + seconds * 1000;
  while (killed < kills && Date.now() < limit) {
    const rows = await admin`
      select pg_terminate_backend(pid)
        from (select pid from pg_stat_activity where application_name = 'kill-storm' order by random() limit 1) victim`;
    killed += rows.length;
    await pause(PAUSE_BETWEEN_KILLS_MS);
  }
  return killed;
}

/** Milliseconds until as many connections as the pool has answer at once; null when they do not in time. */
async function measureRecovery(): Promise<number | null> {
  const start = Date.now();
  while (Date.now() - start < RECOVERY_MS) {
    const probes = Array.from({ length: POOL_SIZE }, () => within(victims`select pg_sleep(0.05)`, 2_000));
    const answers = await Promise.allSettled(probes);
    if (answers.every((answer) => answer.status === "fulfilled" && answer.value !== hung)) return Date.now() - start;
  }
  return null;
}

async function countFaults() {
  const rows = await admin<{ id: number; parts: number }[]>`
    select id, count(*)::int as parts from kill_storm group by id`;
  const parts = new Map(rows.map((row) => [row.id, row.parts]));
  const committed = [...outcome.committed];
  const seen = [...parts.keys()].filter((id) => !outcome.committed.has(id));
  return {
    lost: committed.filter((id) => parts.get(id) !== 2).length,
    leaked: seen.filter((id) => id % 2 === 0).length,
    partial: seen.filter((id) => id % 2 === 1 && parts.get(id) !== 2).length,
    committedThoughReportedFailed: seen.filter((id) => id % 2 === 1 && parts.get(id) === 2).length,
  };
}

await admin.unsafe("drop table if exists kill_storm; create table kill_storm (id int, part int)");
const workers = Array.from({ length: WORKERS }, runTransactions);
const killed = await killConnections();
isOver = true;
await within(Promise.all(workers), HUNG_MS + RECOVERY_MS);
const recoveredMs = await measureRecovery();
const faults = await countFaults();
console.log(
  JSON.stringify({
    transactions: outcome.started,
    kills: killed,
    ...faults,
    hung: outcome.hung,
    uncaught,
    recoveredMs,
  }),
);
process.exit(0);
