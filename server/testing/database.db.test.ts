import { expect, test } from "vitest";
import { useDatabase } from "./database.ts";

const database = useDatabase();

test("a test file gets a migrated database of its own", async () => {
  const [row] = await database.owner()`select current_database() as name, to_regclass('event.member_event') as storage`;
  expect(row).toEqual({ name: expect.stringMatching(/^test_/), storage: "event.member_event" });
});
