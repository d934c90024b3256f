import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findFreePort } from "../embedded/free-port.ts";
import { removeDirectory } from "../embedded/remove-directory.ts";
import { commandLine } from "../embedded/running-process.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { hashSources } from "./local/build-web.ts";

let base = "";
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "memberscope start 시작-"));
  // Run as root, PostgreSQL has another account, which must be able to enter.
  chmodSync(base, 0o755);
  // The console is not what these tests are about: its build is up to date.
  mkdirSync(join(base, "next"));
  writeFileSync(join(base, "next", "BUILD_ID"), "none");
  writeFileSync(join(base, "next", "memberscope-source-hash"), hashSources());
});
afterEach(async () => {
  for (const pid of findProcesses()) process.kill(pid, "SIGKILL");
  await removeDirectory(base);
});

/** Everything a start runs inherits the name of its data directory. */
function findProcesses(): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      try {
        return pid > 1 && readFileSync(`/proc/${pid}/environ`, "utf8").includes(`MEMBERSCOPE_DATA_DIR=${base}`);
      } catch {
        return false;
      }
    });
}

/** Starts as npm does, in a process group of its own, and waits for a line. */
async function startUntil(line: string, environment: Record<string, string> = {}) {
  const env = {
    ...process.env,
    PORT: String(await findFreePort()),
    MEMBERSCOPE_DATA_DIR: join(base, "data"),
    NEXT_DIST_DIR: join(base, "next"),
    DEMO_MEMBERS: "100",
    DATABASE_URL: "",
    ...environment,
  };
  const child = spawn(process.execPath, ["server/start/up.mjs"], {
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (part) => (text += String(part)));
  await waitUntil(`the start says "${line}"`, () => text.includes(line) || child.exitCode !== null, 60_000);
  return { child, output: () => text };
}

function findSupervisor(): number {
  const found = findProcesses().find((pid) => commandLine(pid).includes("server/start/stack.ts"));
  if (found === undefined) throw new Error("no supervisor is running");
  return found;
}

const none = () => findProcesses().length === 0;

// Only Linux says what belongs to a start.
const isLinux = existsSync("/proc/self/environ");

test.runIf(isLinux)(
  "Ctrl-C while PostgreSQL is being made leaves no process, and the next start comes up",
  async () => {
    const { child } = await startUntil("Building the console");
    process.kill(-(child.pid ?? 0), "SIGINT");
    await waitUntil("everything has ended", none);

    const next = await startUntil("Demo data loaded");
    expect(next.output()).toContain("Demo data loaded");
    next.child.kill("SIGTERM");
    await waitUntil("everything has ended", none);
  },
  120_000,
);

test.runIf(isLinux)(
  "a supervisor killed outright takes PostgreSQL, SNS and SQS with it",
  async () => {
    await startUntil("Database migrated");
    process.kill(findSupervisor(), "SIGKILL");
    await waitUntil("everything has ended", none);
  },
  90_000,
);

test.runIf(isLinux)(
  "a start whose output nobody reads any more goes on, and ends when it is told to",
  async () => {
    const { child } = await startUntil("PostgreSQL started");
    child.stdout?.destroy();
    const log = join(base, "data", "logs", "web.log");
    await waitUntil("the start has got as far as the console", () => existsSync(log), 60_000);
    child.kill("SIGTERM");
    await waitUntil("everything has ended", none);
  },
  120_000,
);

test.runIf(isLinux)(
  "a second start of the same data is refused, and the first one is not disturbed",
  async () => {
    const first = await startUntil("PostgreSQL started");
    const second = await startUntil("is using the data in");
    await waitUntil("the second has ended", () => second.child.exitCode !== null);
    expect([second.child.exitCode, second.output()]).toEqual([1, expect.stringContaining(`(pid ${findSupervisor()})`)]);
    expect(first.child.exitCode).toBeNull();
    first.child.kill("SIGTERM");
    await waitUntil("everything has ended", none);
  },
  90_000,
);
