// What an event costs the transaction that it tells of, at eight clients, against durable PostgreSQL.
//   npm run bench -- store [ROUNDS]
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../server/embedded/postgres.ts";
import { atLeast, finishBenchmark } from "../server/testing/bench-result.ts";
import {
  type Act,
  fillStoreBench,
  measureAct,
  statements,
  storeBenchPool,
  summarizeRounds,
  transactions,
} from "../server/testing/store-bench.ts";

const EVENTS = 200_000;
const ROUND_MS = 2500;
const rounds = Number(process.argv[2] ?? 7);

const base = mkdtempSync(join(tmpdir(), "memberscope-bench-"));
// Run as root, the server has another account, which must be able to enter.
chmodSync(base, 0o755);
const server = await startEmbeddedPostgres({ dir: join(base, "pg"), durable: true });
try {
  await fillStoreBench(server.url, EVENTS);
  const sql = storeBenchPool(server.url);
  const measured = { transactions: [] as Record<string, number>[], statements: [] as Record<string, number>[] };
  for (let round = -1; round < rounds; round += 1) {
    for (const [form, acts] of [
      ["transactions", transactions],
      ["statements", statements],
    ] as const) {
      const one: Record<string, number> = {};
      for (const [name, act] of Object.entries<Act>(acts))
        one[name] = await measureAct(sql, act, round < 0 ? 500 : ROUND_MS);
      // The first round warms plans and pages.
      if (round >= 0) measured[form].push(one);
      await sql`truncate event.pending`;
      await sql`checkpoint`;
    }
  }
  await sql.end();
  const summary = summarizeRounds(measured.transactions, "bare");
  const inOneStatement = summarizeRounds(measured.statements, "bare");
  for (const each of [summary, inOneStatement]) {
    console.table(
      Object.fromEntries(
        Object.entries(each).map(([name, { perSecond, ratio }]) => [name, { perSecond, ratio: ratio.toFixed(2) }]),
      ),
    );
  }
  const unit = "times the transactions a second of the bare update";
  finishBenchmark(
    "store",
    [
      atLeast("a change of a personal value with its event", summary.change?.ratio ?? 0, 0.4, unit),
      atLeast("a log-in with its event", summary.login?.ratio ?? 0, 0.5, unit),
    ],
    { clients: 8, events: EVENTS, roundMs: ROUND_MS, rounds, transactions: summary, inOneStatement },
  );
} finally {
  await server.stop();
  rmSync(base, { recursive: true, force: true });
}
