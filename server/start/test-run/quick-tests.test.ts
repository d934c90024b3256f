import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { databaseRooms, findQuickTests, leftOut } from "./quick-tests.mjs";

test("what the short form names is there", () => {
  for (const path of [...leftOut, ...databaseRooms]) expect(existsSync(path), path).toBe(true);
  for (const room of databaseRooms) expect(findQuickTests().some((path) => path.startsWith(`${room}/`))).toBe(true);
});

test("the short form takes pure tests from everywhere, and those on PostgreSQL from the rooms it names alone", () => {
  const paths = findQuickTests();
  expect(paths).toContain("server/start/test-run/quick-tests.test.ts");
  expect(paths).toContain("server/event-storage/search/search-events.db.test.ts");
  expect(paths).not.toContain("server/demo/load.db.test.ts");
  expect(paths).not.toContain("server/start/npm-start.test.ts");
});
