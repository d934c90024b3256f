// Reads which tests passed and failed from what the test runners wrote. Plain JavaScript on Node 20 built-ins.
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** A property that does not hold says in its second and third line with which seed and for which example. */
const REASON_LINES = 3;

/**
 * @param {string} file what Vitest's JSON reporter wrote.
 * @param {boolean} hasSucceeded whether Vitest ended with exit code 0.
 */
export function countVitest(file, hasSucceeded) {
  const report = readReport(file);
  if (report === null) return { passed: 0, failed: 1 };
  // A file that cannot be loaded has no tests that could fail.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  ).length;
  return settle({ passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles }, hasSucceeded);
}

/**
 * @param {string} file what Playwright's JSON reporter wrote.
 * @param {boolean} hasSucceeded whether Playwright ended with exit code 0.
 */
export function countPlaywright(file, hasSucceeded) {
  const report = readReport(file);
  if (report === null) return { passed: 0, failed: 1 };
  const { expected, flaky, unexpected } = report.stats;
  return settle({ passed: expected + flaky, failed: unexpected }, hasSucceeded);
}

/**
 * What failed, a line each, for the end of the run: what the runners print of it may be thousands of lines above.
 *
 * @param {string} file what Vitest's or Playwright's JSON reporter wrote.
 * @returns {string[]} file, test, and the first lines of why.
 */
export function listFailures(file) {
  const report = readReport(file);
  if (report === null) return [];
  if ("suites" in report) return report.suites.flatMap((suite) => playwrightFailures(suite));
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return status === "failed" ? [describeFailure(relative(".", name), "", message)] : [];
    return failed.map((test) => describeFailure(relative(".", name), test.fullName, test.failureMessages[0]));
  });
}

function playwrightFailures({ suites = [], specs = [] }) {
  const failed = specs.filter(({ ok }) => !ok);
  return [
    ...failed.map(({ file, title, tests }) => describeFailure(file, title, tests[0]?.results.at(-1)?.error?.message)),
    ...suites.flatMap((suite) => playwrightFailures(suite)),
  ];
}

function describeFailure(file, test, message = "") {
  const lines = stripVTControlCharacters(message)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("at "));
  return [file, test, lines.slice(0, REASON_LINES).join(" | ")].filter(Boolean).join(" > ");
}

/** Errors outside of tests fail a run in which no test failed. */
function settle({ passed, failed }, hasSucceeded) {
  return { passed, failed: failed === 0 && !hasSucceeded ? 1 : failed };
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
