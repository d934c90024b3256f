// npm start. Plain JavaScript on Node 20 built-ins up to the point where the packages are there.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentWithPrograms, findNode, installWhenMissing, refuseOldNode } from "./install/install.mjs";
import { patchDriver } from "./install/patch-driver.mjs";
import { watchNpm } from "./supervise/watch-npm.mjs";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), "..", ".."));
refuseOldNode();

/** Longer than an orderly stop ever takes; what is then ended without order ends its own parts as it goes. */
const STOP_LIMIT_MS = 20_000;

/** npm does not end on SIGTERM while it waits for the network; what it has half installed is installed anew. */
const INSTALLATION_STOP_LIMIT_MS = 1_000;

/** @type {import("node:child_process").ChildProcess | undefined} */
let current;
let isStopping = false;
let stopLimitMs = INSTALLATION_STOP_LIMIT_MS;

function stop() {
  isStopping = true;
  if (current === undefined) process.exit(130);
  current.kill("SIGTERM");
  setTimeout(() => current?.kill("SIGKILL"), stopLimitMs).unref();
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);

watchNpm(() => {
  if (!isStopping) stop();
});

try {
  await installWhenMissing((npm) => {
    current = npm;
  });
  patchDriver();
} catch (error) {
  // An installation that the stop has ended is not the reason to show.
  if (isStopping) process.exit(130);
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
if (isStopping) process.exit(130);

// The channel tells the stack when this process is killed outright.
const stack = spawn(findNode(), ["server/start/stack.ts", ...process.argv.slice(2)], {
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: environmentWithPrograms(),
});
current = stack;
stopLimitMs = STOP_LIMIT_MS;
stack.once("error", (error) => {
  console.error(`Node could not be run (${error.message}): run \`npm ci\` to install it anew, and npm start again.`);
  process.exit(1);
});
stack.once("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
