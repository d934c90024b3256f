// What each index of the event table costs a log-in with its event, and whether searching in a copy that is filled later would cost less.
//   npm run bench -- store-indexes [ROUNDS]
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { startEmbeddedPostgres } from "../server/embedded/postgres.ts";
import { atLeast, finishBenchmark } from "../server/testing/bench-result.ts";
import {
  fillStoreBench,
  measureAct,
  statements,
  storeBenchPool,
  summarizeRounds,
} from "../server/testing/store-bench.ts";

const EVENTS = 200_000;
const ROUND_MS = 2000;
const rounds = Number(process.argv[2] ?? 7);

/** All but the primary key; without it nothing would be found by id. */
const INDEXES = ["member", "action", "device", "ip", "story", "cause", "attrs"];
const SEARCH = ["action", "device", "ip", "story", "cause", "attrs"];

const variants: Record<string, string[]> = {
  all: [],
  ...Object.fromEntries(INDEXES.map((name) => [`without ${name}`, [name]])),
  "key and member alone": SEARCH,
  "searched in a copy": SEARCH,
};

const base = mkdtempSync(join(tmpdir(), "memberscope-bench-"));
// Run as root, the server has another account, which must be able to enter.
chmodSync(base, 0o755);
const server = await startEmbeddedPostgres({ dir: join(base, "pg"), durable: true });
try {
  const pools = await makeDatabases();
  const measured: Record<string, number>[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const one: Record<string, number> = {};
    for (const [name, sql] of Object.entries(pools)) {
      const ms = round < 0 ? 500 : ROUND_MS;
      one[name] = name === "searched in a copy" ? await withCopy(sql, ms) : await measureAct(sql, statements.login, ms);
      await sql`truncate event.pending`;
      await sql`checkpoint`;
    }
    if (round >= 0) measured.push(one);
  }
  for (const sql of Object.values(pools)) await sql.end();
  const summary = summarizeRounds(measured, "all");
  console.table(
    Object.fromEntries(
      Object.entries(summary).map(([name, { perSecond, ratio }]) => [name, { perSecond, ratio: ratio.toFixed(2) }]),
    ),
  );
  const copied = summary["searched in a copy"]?.ratio ?? 0;
  finishBenchmark(
    "store-indexes",
    [
      atLeast(
        "all indexes in the event table, to searching in a copy that is filled later",
        1 / copied,
        0.9,
        "times the log-ins a second, the copy filled",
      ),
    ],
    {
      clients: 8,
      events: EVENTS,
      roundMs: ROUND_MS,
      rounds,
      summary,
    },
  );
} finally {
  await server.stop();
  rmSync(base, { recursive: true, force: true });
}

/** One database a variant, each a copy of the same. */
async function makeDatabases(): Promise<Record<string, Sql>> {
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin`create database filled`;
  await fillStoreBench(urlOf("filled"), EVENTS);
  const pools: Record<string, Sql> = {};
  for (const [at, [name, dropped]] of Object.entries(variants).entries()) {
    await admin.unsafe(`create database variant_${at} template filled strategy file_copy`);
    const sql = storeBenchPool(urlOf(`variant_${at}`));
    for (const index of dropped) await sql.unsafe(`drop index event.member_event_${index}`);
    if (name === "searched in a copy") await makeCopy(sql);
    pools[name] = sql;
  }
  await admin.end();
  return pools;
}

function urlOf(database: string): string {
  const url = new URL(server.url);
  url.pathname = database;
  return url.href;
}

async function makeCopy(sql: Sql): Promise<void> {
  await sql`create table bench.found as select id, member_id, action_id, device_id, ip, correlation_id, attributes from event.member_event`;
  await sql`alter table bench.found add primary key (id)`;
  await sql`create index on bench.found (action_id, id)`;
  await sql`create index on bench.found (device_id, id) include (member_id) where device_id is not null`;
  await sql`create index on bench.found (ip, id) include (member_id) where ip is not null`;
  await sql`create index on bench.found (correlation_id, id) where correlation_id <> id`;
  await sql`create index on bench.found using gin (attributes jsonb_path_ops)`;
  await sql`create table bench.copied as select max(id::text)::uuid as id from event.member_event`;
  await sql`vacuum analyze bench.found`;
}

/** Log-ins a second over the time until the copy has all of them; one worker fills it in batches meanwhile. */
async function withCopy(sql: Sql, ms: number): Promise<number> {
  const began = performance.now();
  let isStoring = true;
  const filling = (async () => {
    for (;;) {
      const wasStoring = isStoring;
      const [row] = await sql<{ n: number }[]>`
        with next as (
          select e.* from event.member_event e where e.id > (select id from bench.copied) order by e.id limit 1000),
        put as (
          insert into bench.found select id, member_id, action_id, device_id, ip, correlation_id, attributes from next on conflict do nothing)
        update bench.copied set id = coalesce((select id from next order by id desc limit 1), id) returning (select count(*)::int from next) as n`;
      if (row?.n === 0 && !wasStoring) return;
      if ((row?.n ?? 0) < 1000) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const perSecond = await measureAct(sql, statements.login, ms);
  isStoring = false;
  await filling;
  return (perSecond * ms) / (performance.now() - began);
}
