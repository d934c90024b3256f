// 300 killed connections under concurrent transactions, on a database of its own. Ends with exit code 1 on any fault.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "#server/embedded/postgres";
import { runKillStorm } from "#server/testing/run-kill-storm";

const base = mkdtempSync(join(tmpdir(), "memberscope-storm-"));
const server = await startEmbeddedPostgres({ dir: join(base, "pg"), durable: false });
try {
  const result = await runKillStorm({ url: server.url, kills: 300, seconds: 60 });
  console.log(result);
  const wrong = result.lost + result.leaked + result.partial;
  const isGood =
    result.kills === 300 && wrong === 0 && result.hung + result.uncaught <= 2 && result.recoveredMs !== null;
  process.exitCode = isGood ? 0 : 1;
} finally {
  await server.stop();
  rmSync(base, { recursive: true, force: true });
}
