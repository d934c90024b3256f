// Is the state rebuilt from events the true one for every member of the demo's world?
//   npm run bench -- state-at [MEMBERS]   in a database of its own; 20,000 members, the demo's size, unless said otherwise.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../server/db.ts";
import { migrateDemo } from "../server/demo/migrate-demo.ts";
import { loadWorld } from "../server/demo/world/load-world.ts";
import { DEMO_MEMBERS } from "../server/demo/world/world-plan.ts";
import { startEmbeddedPostgres } from "../server/embedded/postgres.ts";
import { migrate } from "../server/migrate.ts";
import { writeBenchResult } from "../server/testing/bench-result.ts";
import { compareWithSnapshots, compareWithTables, type StateComparison } from "../server/testing/compare-states.ts";

const members = Number(process.argv[2] ?? DEMO_MEMBERS);
const base = mkdtempSync(join(tmpdir(), "memberscope-bench-"));
// Run as root, the server has another account, which must be able to enter.
chmodSync(base, 0o755);
const server = await startEmbeddedPostgres({ dir: join(base, "pg"), durable: false });
const db = connect({ url: server.url, name: "bench state at", max: 4, plans: "generic" });
try {
  await migrate({ url: server.url, searchHashKey: "benchmarks only" });
  await migrateDemo(server.url);
  const world = await loadWorld(db, { members });
  await db.$client`analyze`;
  const now = await measure("state tables now", () => compareWithTables(db.$client, db));
  const then = await measure("sampled moments", () => compareWithSnapshots(db, db));
  const isMet = [now, then].every(({ differing }) => differing === 0);
  writeBenchResult("state-at", { members: world.members, events: world.events, now, then, isMet });
  if (!isMet) process.exitCode = 1;
} finally {
  await db.$client.end();
  await server.stop();
  rmSync(base, { recursive: true, force: true });
}

/** Prints what differs and returns the counts. */
async function measure(against: string, compare: () => Promise<StateComparison>) {
  const began = performance.now();
  const { compared, known, differing } = await compare();
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
  console.log(
    `Against ${against}: ${compared} states, ${known} known fields, ${differing.length} differ; ${seconds} s`,
  );
  for (const { memberId, field } of differing.slice(0, 20)) console.log(`  ${memberId}: ${field}`);
  return { compared, known, differing: differing.length, seconds };
}
