// Runs one program of the product on the Node it needs, with the driver patched: run.mjs FILE [ARGUMENT]...
// Plain JavaScript on Node 20 built-ins: npm itself may run on an older Node than the product.
import { spawn } from "node:child_process";
import { environmentWithPrograms, findNode, refuseOldNode } from "./install/install.mjs";
import { patchDriver } from "./install/patch-driver.mjs";
import { watchNpm } from "./supervise/watch-npm.mjs";

refuseOldNode();
try {
  patchDriver();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const child = spawn(findNode(), process.argv.slice(2), { stdio: "inherit", env: environmentWithPrograms() });
// Ctrl-C reaches the child through the terminal; a plain kill of this process has to be passed on.
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
process.on("SIGINT", () => {});
// Without npm, who started this process may go, as a shell does after nohup.
if (process.env.npm_lifecycle_event !== undefined) watchNpm(() => child.kill("SIGTERM"));
child.once("exit", (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 1;
});
