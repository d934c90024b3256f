// The steps of npm test, long, short, or for named files. Plain JavaScript on Node 20 built-ins.
import { existsSync } from "node:fs";
import { patchDriver } from "../install/patch-driver.mjs";
import { findQuickTests } from "./quick-tests.mjs";
import { countPlaywright, countVitest } from "./test-report.mjs";

/** Where what is measured and shown of a run is left. */
export const REPORTS = "test-results";
/** It counts promises that never settle, which other work on the same processors adds to: it runs by itself. */
const stormTests = "server/embedded/postgres-driver.db.test.ts";
/** The tests browse a build of their own, so that a console that runs beside them keeps its. */
const env = { NEXT_DIST_DIR: ".next-e2e" };

const driverPatch = { name: "driver patch", run: async () => patchDriver() };

const staticChecks = [
  { name: "lockfile", args: ["server/start/check-lock.mjs"] },
  { name: "format and lint", args: ["node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off"] },
  { name: "import floors, rooms, sizes, names", args: ["server/start/check-floors.mjs"] },
  { name: "dead code", args: ["node_modules/knip/bin/knip.js", "--no-config-hints"] },
  { name: "types", args: ["server/start/check-types.mjs"] },
];

const build = { name: "build", args: ["server/start/build-main.ts"], env };

/** The forms of npm test; `note` is said at the end of one that leaves something out. */
const forms = {
  long: () => ({
    steps: [
      driverPatch,
      ...staticChecks,
      vitest("unit and database tests", [`--exclude=${stormTests}`]),
      vitest("driver under killed connections", [stormTests]),
      build,
      browser("browser tests", []),
    ],
  }),
  quick: () => ({
    steps: [driverPatch, ...staticChecks, vitest("pure tests and the first of the database tests", findQuickTests())],
    note: "This was the short form: without the build, the browser tests and most of the tests that need PostgreSQL.",
  }),
};

/**
 * What a run of npm test does, by what stands behind its `--`: nothing, `quick`, or files of tests.
 *
 * Checks print only when they fail; the test runners print as they go. `needs` names a step without which one is moot.
 *
 * @param {string[]} words
 * @returns {{ steps: object[], note?: string }}
 * @throws Error that says what may stand there.
 */
export function planTestRun(words) {
  if (words.length === 0) return forms.long();
  if (words.length === 1 && words[0] === "quick") return forms.quick();
  const [unit, specs] = [/\.test\.ts$/, /\.spec\.ts$/].map((ending) => words.filter((word) => ending.test(word)));
  if (unit.length + specs.length < words.length) {
    throw new Error(
      `npm test takes nothing, \`-- quick\`, or files that end in .test.ts or .spec.ts; this is ${words.join(" ")}.`,
    );
  }
  const missing = words.filter((word) => !existsSync(word));
  if (missing.length > 0) throw new Error(`No such file of tests: ${missing.join(" ")}. Name it from the top folder.`);
  return {
    steps: [
      driverPatch,
      ...(unit.length > 0 ? [vitest("named tests", unit)] : []),
      ...(specs.length > 0 ? [build, browser("named browser tests", specs)] : []),
    ],
    note: "These were the named files alone.",
  };
}

function vitest(name, args) {
  const report = `${REPORTS}/vitest-${name.replaceAll(" ", "-")}.json`;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return { name, args: ["node_modules/vitest/vitest.mjs", "run", ...args, ...reporters], report, count: countVitest };
}

function browser(name, args) {
  const report = `${REPORTS}/playwright.json`;
  return {
    name,
    needs: build.name,
    args: ["node_modules/@playwright/test/cli.js", "test", ...args, "--reporter=list,json"],
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    report,
    count: countPlaywright,
  };
}
