import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { refuseRecords, stateOfEverything } from "../testing/procedures/state-of-everything.ts";
import { commands, runCommandLine } from "./run-command-line.ts";

const database = useDatabase();
let folder: string;
let login: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "memberscope-"));
  await insertTestCatalog(database.owner());
  ({ login } = await makeActor(database.owner(), "agent"));
  const mapping = {
    ...{ source: "old-table", sourceId: "no", member: "user", time: { path: "at", zone: "UTC" } },
    ...{ action: { constant: "thing.changed" }, attributes: { note: "note" } },
  };
  await writeFile(join(folder, "mapping.json"), JSON.stringify(mapping));
  await writeFile(join(folder, "rows.csv"), "no,user,at,note\n1,m-1,2026-01-01T00:00:00Z,x\n");
});
afterAll(() => rm(folder, { recursive: true }));

/** What is typed for each command that reaches the database itself, and the act that its record names. */
const examples: Record<string, { act: string; args: () => string[] }> = {
  "accounts create": { act: "account.create", args: () => ["--login", "new-agent", "--role", "agent"] },
  "audit verify": { act: "audit.verify", args: () => [] },
  "tokens create": { act: "token.create", args: () => ["--login", login] },
  "counts reconcile": {
    act: "counts.reconcile",
    args: () => ["--from", "2026-01-01T00:00:00Z", "--to", "2026-02-01T00:00:00Z", "--repair"],
  },
  "sightings reconcile": { act: "sightings.reconcile", args: () => ["--repair"] },
  "records import": {
    act: "records.import",
    args: () => ["--mapping", join(folder, "mapping.json"), "--file", join(folder, "rows.csv")],
  },
};

const atDatabase = commands.filter(({ reaches }) => reaches === "database").map(({ words }) => words.join(" "));

test("every command that reaches the database itself has an example here", () => {
  expect(Object.keys(examples).sort()).toEqual(atDatabase.toSorted());
});

async function run(name: string) {
  const said: string[] = [];
  const output = { print: () => undefined, say: (line: string) => void said.push(line) };
  const args = [...name.split(" "), ...(examples[name]?.args() ?? [])];
  const code = await runCommandLine(args, { env: { DATABASE_URL: database.url() }, output }).catch(String);
  return { code, said: said.join("\n") };
}

describe.each(atDatabase)("%s", (name) => {
  test("does nothing when no access record can be written", async () => {
    const refusing = await refuseRecords(database.owner());
    const before = await stateOfEverything(database.owner());
    expect((await run(name)).code).toBe(1);
    expect(await stateOfEverything(database.owner())).toEqual(before);
    await refusing.mend();
  });

  test("leaves a record that names the system's account", async () => {
    const done = await run(name);
    expect(done.code, done.said).toBe(0);
    const records = await database.owner()`
      select login, result, account_id from staff.access_record where act = ${examples[name]?.act ?? ""}`;
    expect([...records]).toEqual([{ login: expect.stringMatching(/^host:.+/), result: "done", account_id: null }]);
  });
});
