import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isAlive } from "../../embedded/running-process.ts";
import { waitUntil } from "../../testing/wait-until.ts";

const run = join(import.meta.dirname, "../run.mjs");

test("a program that npm started ends with npm, also when only npm's shell gets the signal", async () => {
  const folder = mkdtempSync(join(tmpdir(), "memberscope-npm-"));
  const pidFile = join(folder, "pid");
  const program = join(folder, "program.mjs");
  writeFileSync(
    program,
    `import { writeFileSync } from "node:fs";
     writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
     setInterval(() => {}, 1000);`,
  );
  // As npm runs a script: a shell that stays, with the program below it.
  const shell = spawn("/bin/sh", ["-c", '"$0" "$1" "$2"; exit', process.execPath, run, program], {
    env: { ...process.env, npm_lifecycle_event: "worker" },
    stdio: "ignore",
  });
  const readPid = () => {
    try {
      return Number(readFileSync(pidFile, "utf8"));
    } catch {
      return 0;
    }
  };
  await waitUntil("the program to run", () => readPid() > 0);
  const pid = readPid();
  const ended = once(shell, "exit");
  shell.kill("SIGTERM");
  await ended;
  await waitUntil("the program to end", () => !isAlive(pid));
  expect(isAlive(pid)).toBe(false);
});
