// 300 killed connections under concurrent transactions, on a database of its own. Ends with exit code 1 on any fault.
import { startTemporaryPostgres } from "#server/embedded/temporary-postgres";
import { runKillStorm } from "#server/testing/run-kill-storm";

const server = await startTemporaryPostgres();
try {
  const result = await runKillStorm({ url: server.url, kills: 300, seconds: 60 });
  console.log(result);
  const wrong = result.lost + result.leaked + result.partial;
  const isGood =
    result.kills === 300 && wrong === 0 && result.hung + result.uncaught <= 2 && result.recoveredMs !== null;
  process.exitCode = isGood ? 0 : 1;
} finally {
  await server.stop();
}
