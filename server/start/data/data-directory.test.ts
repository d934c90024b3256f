import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmbeddedPostgres } from "../../embedded/postgres.ts";
import { isAlive } from "../../embedded/running-process.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { takeDataDirectory } from "./data-directory.ts";
import { removeData } from "./remove-data.ts";
import { findRunningStart } from "./start-lock.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "memberscope-data-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A process that looks like the one of another npm start. */
function runOther() {
  return spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "server/start/stack.ts"], { stdio: "ignore" });
}

test("a directory that a running start has is refused with its pid, and nothing of it can be removed", async () => {
  const other = runOther();
  try {
    writeFileSync(join(directory, "start.lock"), String(other.pid));
    expect(() => takeDataDirectory(directory)).toThrow(`(pid ${other.pid}) is using the data in ${directory}`);
    await expect(removeData(directory)).rejects.toThrow("stop it first");
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

test("a directory that npm start did not make is not removed", async () => {
  writeFileSync(join(directory, "letter.txt"), "mine");
  await expect(removeData(directory)).rejects.toThrow("was not made by npm start");
  expect(() => takeDataDirectory(directory)).not.toThrow();
});

test("what somebody else keeps in the directory outlives a reset", async () => {
  writeFileSync(join(directory, "letter.txt"), "mine");
  writeFileSync(join(directory, "secrets.json"), "{}");
  mkdirSync(join(directory, "logs"));
  expect(await removeData(directory)).toHaveLength(2);
  expect(readdirSync(directory)).toEqual(["letter.txt"]);
});

test("a reset stops the PostgreSQL that a killed start left behind, and removes the whole directory", async () => {
  // Run as root, the server has another account, which must be able to enter.
  chmodSync(directory, 0o755);
  writeFileSync(join(directory, "secrets.json"), "{}");
  const { pid } = await startEmbeddedPostgres({ dir: join(directory, "pg"), durable: false });
  expect(await removeData(directory)).toEqual([directory]);
  expect(existsSync(directory)).toBe(false);
  await waitUntil("the server has ended", () => !isAlive(pid));
});

test("a directory that cannot be made is refused with the reason and the way out", () => {
  writeFileSync(join(directory, "letter.txt"), "mine");
  expect(() => takeDataDirectory(join(directory, "letter.txt"))).toThrow(/EEXIST.*MEMBERSCOPE_DATA_DIR/);
  expect(() => takeDataDirectory(join(directory, "letter.txt", "data"))).toThrow(/ENOTDIR.*MEMBERSCOPE_DATA_DIR/);
});

test("a lock that is just being written holds, and an old one without a pid does not", () => {
  const lock = join(directory, "start.lock");
  writeFileSync(lock, "");
  expect(() => takeDataDirectory(directory)).toThrow("Another start is using");
  utimesSync(lock, 0, 0);
  expect(() => takeDataDirectory(directory)).not.toThrow();
  expect(readFileSync(lock, "utf8")).toBe(String(process.pid));
});

test("a start killed while it took over a lock is in nobody's way", () => {
  writeFileSync(join(directory, "start.lock"), "999999999");
  const takeover = join(directory, "start.lock.takeover");
  writeFileSync(takeover, "999999998");
  expect(() => takeDataDirectory(directory)).toThrow("is using the data");
  utimesSync(takeover, 0, 0);
  expect(() => takeDataDirectory(directory)).not.toThrow();
  expect(readFileSync(join(directory, "start.lock"), "utf8")).toBe(String(process.pid));
  expect(existsSync(takeover)).toBe(false);
});

test("of many starts that find the lock of a killed one at the same moment, one gets the directory", async () => {
  writeFileSync(join(directory, "start.lock"), "999999999");
  const program = `
    import { takeDataDirectory } from ${JSON.stringify(join(import.meta.dirname, "data-directory.ts"))};
    process.stdin.once("data", () => {
      try { takeDataDirectory(${JSON.stringify(directory)}); process.stdout.write("taken"); }
      catch (error) { process.stdout.write(error.message); }
    });
    process.stdin.once("end", () => process.exit());
    process.stdout.write("ready ");`;
  const file = join(directory, "stack.ts");
  writeFileSync(file, program);
  const starts = Array.from({ length: 6 }, () =>
    spawn(process.execPath, [file], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const outputs = starts.map(() => "");
  for (const [index, { stdout }] of starts.entries()) stdout.on("data", (text) => (outputs[index] += String(text)));
  await waitUntil("all are loaded", () => outputs.every((text) => text === "ready "));
  for (const { stdin } of starts) stdin.write("go");
  await waitUntil("all have tried", () => outputs.every((text) => text.length > "ready ".length));
  for (const { stdin } of starts) stdin.end();
  expect(outputs.filter((text) => text === "ready taken")).toHaveLength(1);
  expect(outputs.filter((text) => text.includes("is using the data"))).toHaveLength(5);
});
