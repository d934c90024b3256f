// A backlog sent by one worker and by four, against a stand-in for SNS that takes everything at once, on durable PostgreSQL.
//   npm run bench -- relay [EVENTS]
import postgres from "postgres";
import { type Goal, writeBenchResult } from "../server/testing/bench-result.ts";
import { startInstallation } from "../server/testing/installation.ts";
import { type RelayRun, relayBacklog, startFastSns, storeBacklog } from "../server/testing/relay-backlog.ts";

const ONE_WORKER_PER_SECOND = 1000;

/** Sending is never to be slower with more workers: they share two cores with the database here. */
const FOUR_WORKERS_SHARE = 0.8;

const [events = 100_000] = process.argv.slice(2).map(Number);
const installation = await startInstallation();
const sns = await startFastSns();
const owner = postgres(installation.ownerUrl, { max: 1, onnotice: () => {} });
try {
  const runs: RelayRun[] = [];
  for (const workers of [1, 4]) {
    console.log(`${events} events, ${workers === 1 ? "one worker" : `${workers} workers`} ...`);
    await storeBacklog(owner, events);
    runs.push(await relayBacklog(owner, { workerUrl: installation.workerUrl, sns, events, workers }));
  }
  console.table(runs);
  const [one, four] = runs;
  const goals: Goal[] = [
    atLeast("one worker", one?.perSecond ?? 0, ONE_WORKER_PER_SECOND, "events a second"),
    atLeast("four workers against one", ratio(four?.perSecond, one?.perSecond), FOUR_WORKERS_SHARE, "times"),
    { name: "copies", measured: copiesOf(runs), allowed: 0, unit: "messages", isMet: copiesOf(runs) === 0 },
  ];
  console.table(goals);
  writeBenchResult("relay", { runs, goals });
  if (!goals.every(({ isMet }) => isMet)) process.exitCode = 1;
} finally {
  sns.stop();
  await owner.end();
  await installation.stop();
}

function atLeast(name: string, measured: number, allowed: number, unit: string): Goal {
  return { name, measured, allowed, unit, isMet: measured >= allowed };
}

function ratio(a = 0, b = 1): number {
  return Math.round((a / b) * 100) / 100;
}

function copiesOf(runs: readonly RelayRun[]): number {
  return runs.reduce((sum, { copies }) => sum + copies, 0);
}
