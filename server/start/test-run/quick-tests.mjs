// Which tests the short form of npm test runs. Plain JavaScript on Node 20 built-ins.
import { readdirSync } from "node:fs";

/** Without the ending .db.test.ts, and still slow: they start whole processes and wait for them. */
export const leftOut = [
  "server/cli/policy/conformance.test.ts",
  "server/demo/world/invent-unit.test.ts",
  "server/embedded/postgres.test.ts",
  "server/embedded/remove-directory.test.ts",
  "server/embedded/sns/filter-policies.test.ts",
  "server/start/data/data-directory.test.ts",
  "server/start/npm-start.test.ts",
];

/** The rooms whose tests on PostgreSQL are worth their time between two changes: storing, the guarantee, who may what. */
export const databaseRooms = [
  "server/application-events",
  "server/database-schema",
  "server/event-storage",
  "server/external-events",
  "server/publication",
  "server/republish",
  "server/staff",
  "server/trpc",
];

const rooms = ["app", "components", "server", "drizzle", "bench"];

/** Every test file that needs no PostgreSQL, but for the slow ones, and those on PostgreSQL that matter most. */
export function findQuickTests() {
  const all = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true }).map((path) => `${room}/${path.replaceAll("\\", "/")}`),
  );
  return all.filter((path) => path.endsWith(".test.ts") && isQuick(path)).sort();
}

function isQuick(path) {
  if (leftOut.includes(path)) return false;
  return !path.endsWith(".db.test.ts") || databaseRooms.some((room) => path.startsWith(`${room}/`));
}
