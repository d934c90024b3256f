import { expect, test } from "vitest";
import { migrate } from "../migrate.ts";
import { useDatabase } from "../testing/database.ts";

const database = useDatabase();

async function refusalWith(name: string): Promise<string> {
  await database.owner()`insert into migration.__drizzle_migrations (hash, created_at, name) values ('x', 1, ${name})`;
  const before = await database.owner()`select count(*) from pg_class`;
  const refused = await migrate({ url: database.url() }).then(String, String);
  expect(await database.owner()`select count(*) from pg_class`).toEqual(before);
  await database.owner()`delete from migration.__drizzle_migrations where name = ${name}`;
  return refused;
}

test("a schema from before release 0 is left as it is, with the way out", async () => {
  expect(await refusalWith("20261121090000_event_storage")).toMatch(
    /20261121090000_event_storage.*before release 0.*Nothing was changed\..*npm run reset/,
  );
});

test("a schema of a later build is left to that build", async () => {
  expect(await refusalWith("29990101000000_later")).toMatch(/a later build made it\. Nothing was changed\./);
});

test("a database that this build migrated is migrated again without a word", async () => {
  await migrate({ url: database.url() });
});
