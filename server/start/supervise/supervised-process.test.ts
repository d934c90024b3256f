import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { waitUntil } from "../../testing/wait-until.ts";
import { readyByMessage, type SupervisedProcess, supervise } from "./supervised-process.ts";

let directory: string;
let running: SupervisedProcess;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "memberscope-supervise-"));
});
afterEach(async () => {
  await running.stop(500);
  rmSync(directory, { recursive: true, force: true });
});

/** A program that writes when it starts, then lives on or ends by itself. */
function start(then: string): void {
  const file = join(directory, "program.mjs");
  const starts = join(directory, "starts");
  writeFileSync(starts, "");
  writeFileSync(
    file,
    `import { appendFileSync } from "node:fs";
     appendFileSync(${JSON.stringify(starts)}, Date.now() + "\\n"); process.send("ready"); ${then}`,
  );
  const logFile = join(directory, "program.log");
  running = supervise({ name: "program", args: [file], env: {}, logFile, waitUntilReady: readyByMessage });
}

const startTimes = () => readFileSync(join(directory, "starts"), "utf8").trim().split("\n").map(Number);
const pid = () => Number(readFileSync(join(directory, "program.pid"), "utf8"));

test("a killed process comes back after the same short pause, however often it is killed", async () => {
  const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
  start("setInterval(() => {}, 1000);");
  await running.ready;
  for (let kill = 1; kill <= 4; kill += 1) {
    process.kill(pid(), "SIGKILL");
    await waitUntil("the next start", () => startTimes().length === kill + 1);
  }
  const pauses = said.mock.calls.map(([line]) => /again in ([\d.]+) s/.exec(String(line))?.[1]);
  expect(pauses).toEqual(["0.25", "0.25", "0.25", "0.25"]);
  said.mockRestore();
});

test("one that fails by itself is started again after growing pauses", async () => {
  start("setTimeout(() => process.exit(1), 20);");
  await running.ready;
  await waitUntil("four starts", () => startTimes().length === 4);
  const [first = 0, , , fourth = 0] = startTimes();
  expect(fourth - first).toBeGreaterThan(250 + 500 + 1000);
});
