import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { EVENT_EXPORT_ROWS } from "../vocabulary/choices/event-export-choices.ts";
import { eventExportSchema } from "../vocabulary/oversight/event-export.ts";
import { exportEvents } from "./export-events.ts";

const database = useDatabase();
let db: Db;
const evil = ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", 'a,"b"'];
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  for (const [n, note] of evil.entries()) {
    await database.owner()`
      select event.record_member_event(${note.replace("\t", " ")}, 'thing.changed', ${JSON.stringify({ note: { to: note }, phone: { to: `010-1234-567${n}` } })}::text::jsonb)`;
  }
  db = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
});
afterAll(() => db.$client.end());

const order = eventExportSchema.parse({ conditions: [], reason: "the weekly look at new devices" });
const recordsOf = (accountId: string) =>
  database.owner()`select act, result, reason, what, member_ids from staff.access_record where account_id = ${accountId} order by id`;

test("a file is masked, safe in a spreadsheet and marked with who took it, and its digest is on record", async () => {
  const actor = await makeActor(database.owner(), "analyst");
  const file = await exportEvents(db, actor, order);
  expect(file).toMatchObject({ rows: evil.length, capped: false, partial: false });
  const lines = file.text.slice(1).split("\r\n");
  expect(lines.at(-2)).toMatch(new RegExp(`^"?# exported by ${actor.login} at .*, ${evil.length} events"?$`));
  // No cell begins like a formula, whatever stands before it in quotes.
  for (const line of lines) for (const cell of line.split(",")) expect(cell).not.toMatch(/^"?[=+\-@\t]/);
  expect(file.text).not.toMatch(/1234-?567|8210123/);
  const [record] = await recordsOf(actor.accountId);
  expect(record).toMatchObject({ act: "events.export", result: "done", reason: order.reason });
  expect(record?.what).toMatchObject({
    ...{ rows: evil.length, bytes: Buffer.byteLength(file.text), format: "csv" },
    sha256: createHash("sha256").update(file.text).digest("hex"),
  });
  expect(record?.member_ids).toHaveLength(evil.length);
});

test("one JSON object a line, the last of them the mark", async () => {
  const actor = await makeActor(database.owner(), "admin");
  const { text } = await exportEvents(db, actor, { ...order, format: "ndjson" });
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(evil.length + 1);
  expect(lines.at(-1).watermark).toContain(actor.login);
  expect(lines[0].attributes.phone.to).toContain("****");
});

test("an agent and an auditor may not, nor who has not shown who they are", async () => {
  for (const role of ["agent", "auditor"] as const) {
    await expect(exportEvents(db, await makeActor(database.owner(), role), order)).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  const analyst = await makeActor(database.owner(), "analyst");
  await expect(exportEvents(db, { ...analyst, isProved: false }, order)).rejects.toMatchObject({ code: "unproved" });
  expect(eventExportSchema.safeParse({ conditions: [], reason: "short" }).success).toBe(false);
});

test("the twenty-first file of a day is refused", async () => {
  const actor = await makeActor(database.owner(), "analyst");
  await database.owner()`
    insert into staff.access_record (account_id, login, act, result) select ${actor.accountId}, 'x', 'events.export', 'done' from generate_series(1, 20)`;
  await expect(exportEvents(db, actor, order)).rejects.toMatchObject({ code: "too-many" });
});

test("a file holds so many events and says when more match", async () => {
  await database.owner()`
    select event.record_member_event('m-many', 'thing.changed', '{"note": {"to": "x"}}') from generate_series(1, ${EVENT_EXPORT_ROWS - evil.length + 1}::int)`;
  const file = await exportEvents(db, await makeActor(database.owner(), "analyst"), order);
  expect(file).toMatchObject({ rows: EVENT_EXPORT_ROWS, capped: true });
  const fitting = eventExportSchema.parse({
    ...order,
    conditions: [{ field: "member", operator: "any", values: ["m-many"] }],
  });
  expect(await exportEvents(db, await makeActor(database.owner(), "analyst"), fitting)).toMatchObject({
    capped: false,
  });
});

test("of files asked for at the same time no more are given than are left of the day", async () => {
  const actor = await makeActor(database.owner(), "admin");
  await database.owner()`
    insert into staff.access_record (account_id, login, act, result) select ${actor.accountId}, 'x', 'events.export', 'done' from generate_series(1, 18)`;
  const asked = await Promise.allSettled([1, 2, 3, 4].map(() => exportEvents(db, actor, order)));
  const refusals = asked.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(refusals).toMatchObject([{ code: "too-many" }, { code: "too-many" }]);
});
