import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countPlaywright, countVitest, listFailures } from "./test-report.mjs";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "memberscope-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = join(process.cwd(), "server/a.test.ts");
const passed = { status: "passed", fullName: "adds", failureMessages: [] };
const failed = {
  status: "failed",
  fullName: "divides",
  failureMessages: ["\u001b[31mError: by zero\u001b[39m\n  at a"],
};

test("failed tests and files that cannot be loaded are counted and named with the first lines of why", () => {
  const report = write({
    numPassedTests: 1,
    numFailedTests: 1,
    testResults: [
      { name: file, status: "failed", message: "", assertionResults: [passed, failed] },
      {
        name: join(process.cwd(), "b.test.ts"),
        status: "failed",
        message: "\nSyntaxError: if\n\n  here",
        assertionResults: [],
      },
    ],
  });
  expect(countVitest(report, false)).toEqual({ passed: 1, failed: 2 });
  expect(listFailures(report)).toEqual([
    "server/a.test.ts > divides > Error: by zero",
    "b.test.ts > SyntaxError: if | here",
  ]);
});

test("browser tests are named however deep they stand", () => {
  const result = { status: "timedOut", error: { message: "Test timeout of 60000ms exceeded." } };
  const report = write({
    stats: { expected: 1, flaky: 0, unexpected: 1 },
    suites: [
      {
        specs: [{ ok: true, file: "a.spec.ts", title: "fine", tests: [] }],
        suites: [{ specs: [{ ok: false, file: "a.spec.ts", title: "slow", tests: [{ results: [result] }] }] }],
      },
    ],
  });
  expect(countPlaywright(report, false)).toEqual({ passed: 1, failed: 1 });
  expect(listFailures(report)).toEqual(["a.spec.ts > slow > Test timeout of 60000ms exceeded."]);
});

test("a run that fails without a failed test, or leaves no report, fails", () => {
  const report = write({ numPassedTests: 3, numFailedTests: 0, testResults: [] });
  expect(countVitest(report, false)).toEqual({ passed: 3, failed: 1 });
  expect(countVitest(report, true)).toEqual({ passed: 3, failed: 0 });
  expect(countVitest(join(directory, "none.json"), true)).toEqual({ passed: 0, failed: 1 });
  expect(listFailures(join(directory, "none.json"))).toEqual([]);
});

function write(report: object): string {
  const path = join(directory, "report.json");
  writeFileSync(path, JSON.stringify(report));
  return path;
}
