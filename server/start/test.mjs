// npm test: every check, one line each, and the true count at the end; `npm test -- quick` some of them, and
// `npm test -- FILE...` the named tests alone. Plain JavaScript on Node 20 built-ins.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentWithPrograms, findNode, installWhenMissing, refuseOldNode } from "./install/install.mjs";
import { planTestRun, REPORTS } from "./test-run/steps.mjs";
import { listFailures } from "./test-run/test-report.mjs";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), "..", ".."));
refuseOldNode();

const { steps, note } = readPlan();

/** @type {import("node:child_process").ChildProcess | undefined} */
let current;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    current?.kill("SIGTERM");
    process.exitCode = 1;
    setTimeout(() => {
      current?.kill("SIGKILL");
      process.exit(1);
    }, 20_000).unref();
  });
}

try {
  await installWhenMissing((npm) => {
    current = npm;
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exit(1);
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const total = { passed: 0, failed: 0 };
const failedSteps = new Set();
for (const step of steps) {
  const start = Date.now();
  const hasSucceeded = await runStep(step);
  const { passed, failed } = step.count?.(step.report, hasSucceeded) ?? {
    passed: hasSucceeded ? 1 : 0,
    failed: hasSucceeded ? 0 : 1,
  };
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failedSteps.add(step.name);
  const seconds = ((Date.now() - start) / 1000).toFixed(1).padStart(6);
  const numbers = step.count === undefined ? "" : ` (${passed} passed, ${failed} failed)`;
  console.log(`${failed > 0 ? "FAILED" : "ok    "} ${seconds} s  ${step.name}${numbers}`);
}
for (const { report } of steps) for (const failure of report ? listFailures(report) : []) console.log(failure);
if (failedSteps.size > 0) console.log(`Failed: ${[...failedSteps].join(", ")}`);
if (note !== undefined) console.log(note);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

function readPlan() {
  try {
    return planTestRun(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

async function runStep(step) {
  if (process.exitCode === 1) return false;
  if (step.needs !== undefined && failedSteps.has(step.needs)) return false;
  if (step.run === undefined) return runProgram(step);
  try {
    await step.run();
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

function runProgram({ args, env, count }) {
  const stdio = count === undefined ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
  const environment = { ...environmentWithPrograms(), CI: "true", ...env };
  const child = spawn(findNode(), args, { stdio, env: environment });
  current = child;
  const output = [];
  child.stdout?.on("data", (text) => output.push(text));
  child.stderr?.on("data", (text) => output.push(text));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once("close", (code) => {
      if (code !== 0) process.stderr.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}
