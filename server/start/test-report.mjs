// Reads how many tests passed and failed from what the test runners wrote. Plain JavaScript on Node 20 built-ins.
import { existsSync, readFileSync } from "node:fs";

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

/** Errors outside of tests fail a run in which no test failed. */
function settle({ passed, failed }, hasSucceeded) {
  return { passed, failed: failed === 0 && !hasSucceeded ? 1 : failed };
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
