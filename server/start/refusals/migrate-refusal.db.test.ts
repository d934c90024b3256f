import postgres from "postgres";
import { expect, inject, test } from "vitest";
import { migrate } from "../../migrate.ts";
import { useDatabase } from "../../testing/database.ts";
import { connectAs } from "../local/login-roles.ts";
import { migrateRefusal } from "./migrate-refusal.ts";

const database = useDatabase();

async function refusalAt(url: string): Promise<string> {
  try {
    await migrate({ url });
  } catch (error) {
    return migrateRefusal(error);
  }
  throw new Error("It was migrated.");
}

test("an account that may not make schemas is told what it needs, without the statement", async () => {
  const said = await refusalAt(connectAs(inject("postgresUrl"), { role: "web", password: null }));
  expect(said).toMatch(/^The database was not migrated: permission denied .*CREATEROLE; a superuser is not needed\.$/);
});

test("a schema of the same name is named with the way out", async () => {
  const owner = postgres(database.url(), { max: 1, onnotice: () => {} });
  await owner`drop schema migration cascade`;
  await owner.end();
  const said = await refusalAt(database.url());
  expect(said).toMatch(/schema "event" already exists\. Memberscope makes the schemas .* Rename yours/);
  expect(said).not.toContain("create table");
});

test("a database that is not there, and a server that is not, say so", async () => {
  const url = new URL(inject("postgresUrl"));
  url.pathname = "nowhere";
  expect(await refusalAt(url.href)).toMatch(/"nowhere" does not exist\. Create the database first/);
  expect(await refusalAt("postgres://x@127.0.0.1:1/x")).toMatch(/ECONNREFUSED.*Start PostgreSQL/);
});
