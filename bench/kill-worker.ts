// The long form of server/workers/kill-worker.db.test.ts: many kills of a real worker process under a steady flow.
//   npm run bench -- kill-worker [KILLS] [EVENTS_PER_SECOND]
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startInstallation } from "../server/testing/installation.ts";
import { killWorkerWhileEventsFlow } from "../server/testing/kill-worker.ts";

const [kills = 50, eventsPerSecond = 100] = process.argv.slice(2).map(Number);
const installation = await startInstallation();
try {
  const { ownerUrl, workerUrl } = installation;
  const given = { kills, eventsPerSecond, unpublishedAfterMs: 5000 };
  const result = await killWorkerWhileEventsFlow({ ownerUrl, workerUrl, prefix: "bench-", ...given });
  console.log(JSON.stringify(result, null, 2));
  const directory = join(import.meta.dirname, "results");
  mkdirSync(directory, { recursive: true });
  const text = JSON.stringify({ benchmark: "kill-worker", at: new Date().toISOString(), ...given, ...result }, null, 2);
  writeFileSync(join(directory, "kill-worker.json"), `${text}\n`);
  const isBroken = Object.values(result.faults).some((count) => count > 0) || result.copies > result.copiesAllowed;
  if (isBroken) process.exitCode = 1;
} finally {
  await installation.stop();
}
