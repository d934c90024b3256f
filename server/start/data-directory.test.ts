import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRunningStart, takeDataDirectory } from "./data-directory.ts";
import { removeData } from "./remove-data.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "memberscope-data-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A process that looks like the one of another npm start. */
function runOther() {
  return spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "server/start/stack.ts"], { stdio: "ignore" });
}

test("a directory that a running start has is refused with its pid, and nothing of it can be removed", () => {
  const other = runOther();
  try {
    writeFileSync(join(directory, "start.lock"), String(other.pid));
    expect(() => takeDataDirectory(directory)).toThrow(`(pid ${other.pid}) is using the data in ${directory}`);
    expect(() => removeData(directory)).toThrow("stop it first");
  } finally {
    other.kill("SIGKILL");
  }
});

test("the lock of a start that was killed, or whose pid another program has now, does not hold", () => {
  writeFileSync(join(directory, "start.lock"), "999999999");
  expect(findRunningStart(directory)).toBeNull();
  // The parent of the tests runs, and is no start.
  writeFileSync(join(directory, "start.lock"), String(process.ppid));
  const giveBack = takeDataDirectory(directory);
  giveBack();
});

test("a directory that npm start did not make is not removed", () => {
  writeFileSync(join(directory, "letter.txt"), "mine");
  expect(() => removeData(directory)).toThrow("was not made by npm start");
  expect(() => takeDataDirectory(directory)).not.toThrow();
});
