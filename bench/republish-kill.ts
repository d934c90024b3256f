// The long form of server/republish/run/kill-republish.db.test.ts: a republish job whose worker is killed again and again.
//   npm run bench -- republish-kill [EVENTS] [KILLS] [SEED]
import { writeBenchResult } from "../server/testing/bench-result.ts";
import { startInstallation } from "../server/testing/installation.ts";
import { COPIES_A_KILL, killRepublishWorker } from "../server/testing/kill-republish.ts";

const [events = 100_000, kills = 20, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
console.log(`seed ${seed}`);
const installation = await startInstallation();
try {
  const { ownerUrl, workerUrl } = installation;
  const result = await killRepublishWorker({ ownerUrl, workerUrl, events, kills, seed, livesMs: 3000 });
  const slowest = Math.max(0, ...result.resumedAfterMs);
  const faults = Object.values(result.faults).reduce((sum, count) => sum + count, 0);
  const allowed = result.kills * COPIES_A_KILL;
  const goals = [
    {
      name: "kills that met the job at work",
      measured: result.kills,
      allowed: kills,
      unit: "kills",
      isMet: result.kills === kills,
    },
    {
      name: "events lost, foreign, wrongly addressed or miscounted",
      measured: faults,
      allowed: 0,
      unit: "events",
      isMet: faults === 0,
    },
    {
      name: "copies: one claim a kill",
      measured: result.copies,
      allowed,
      unit: "messages",
      isMet: result.copies <= allowed,
    },
    { name: "slowest resumption", measured: slowest, allowed: 15_000, unit: "ms", isMet: slowest <= 15_000 },
  ];
  console.table(goals);
  writeBenchResult("republish-kill", { seed, ...result, goals });
  if (goals.some(({ isMet }) => !isMet)) process.exitCode = 1;
} finally {
  await installation.stop();
}
