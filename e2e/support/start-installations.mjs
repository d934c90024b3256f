// Builds the console once, starts an installation for each argument (PORT:DATA_DIRECTORY), says when all of them run, and
// ends with the first that ends. Plain JavaScript on Node 20 built-ins.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { watchNpm } from "../../server/start/supervise/watch-npm.mjs";

const RUNNING = "Everything is running";
let isStopping = false;

// A test run that is killed outright passes no signal on.
watchNpm(stop);

// Each of them would, and two builds into one directory are in each other's way.
const build = ["server/start/run.mjs", "server/start/build-main.ts"];
if (spawnSync(process.execPath, build, { stdio: "inherit" }).status !== 0) process.exit(1);

const children = process.argv.slice(2).map((place) => {
  const [PORT, MEMBERSCOPE_DATA_DIR] = place.split(":");
  // Not npm start: npm does not pass signals on.
  const child = spawn(process.execPath, ["server/start/up.mjs", "--fresh"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PORT, MEMBERSCOPE_DATA_DIR },
  });
  child.once("exit", (code) => {
    process.exitCode ||= isStopping ? 0 : code || 1;
    stop();
  });
  return child;
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);

function stop() {
  isStopping = true;
  for (const child of children) child.kill("SIGTERM");
}

await Promise.all(children.map(untilRunning));
if (!isStopping) console.log(RUNNING);

/** Passes its lines on; settles when it runs, or has ended. */
function untilRunning(child) {
  return new Promise((resolve) => {
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      if (line.includes(RUNNING)) resolve();
      else console.log(line);
    });
    lines.once("close", resolve);
  });
}
