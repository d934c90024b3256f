import { expect, test } from "vitest";
import { planTestRun } from "./steps.mjs";

const namesOf = (words: string[]) => planTestRun(words).steps.map(({ name }) => name);

test("the long form leaves nothing out and says so by saying nothing", () => {
  expect(namesOf([])).toEqual(expect.arrayContaining(["types", "unit and database tests", "build", "browser tests"]));
  expect(planTestRun([]).note).toBeUndefined();
});

test("the short form has the static checks, builds nothing, opens no browser and says what it left out", () => {
  const names = namesOf(["quick"]);
  expect(names).toEqual(expect.arrayContaining(["lockfile", "format and lint", "dead code", "types"]));
  expect(names.filter((name) => /build|browser/.test(name))).toEqual([]);
  expect(planTestRun(["quick"]).note).toMatch(/short form.*without the build, the browser tests/);
});

test("a named test is run alone; a named browser test after the build that it opens", () => {
  expect(namesOf(["server/start/test-run/steps.test.ts"])).toEqual(["driver patch", "named tests"]);
  expect(namesOf(["e2e/records.spec.ts"])).toEqual(["driver patch", "build", "named browser tests"]);
});

test("anything else is refused with what may stand there", () => {
  expect(() => planTestRun(["fast"])).toThrow("npm test takes nothing, `-- quick`, or files");
  expect(() => planTestRun(["quick", "slow"])).toThrow("this is quick slow");
});

test("a file that is not there is named, though others are", () => {
  expect(() => planTestRun(["server/start/test-run/steps.test.ts", "server/gone.test.ts"])).toThrow(
    "No such file of tests: server/gone.test.ts.",
  );
});
