import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { recordEvent } from "../testing/stored-events.ts";
import { EVENT_EXPORT_ROWS } from "../vocabulary/choices/event-export-choices.ts";
import { chainExportSchema } from "../vocabulary/sequence/sequence-schema.ts";
import { exportChains } from "./export-chains.ts";

const database = useDatabase();
let db: Db;
/** A chain each of two members, a step of two events and a step of one; who has one event has none. */
let [older, newer]: [string[], string[]] = [[], []];
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  const chainOf = async (memberId: string) => {
    const ids: string[] = [];
    for (const note of ["a", "a", "b"]) ids.push(await recordEvent(database.owner(), { memberId, note }));
    return ids;
  };
  older = await chainOf("=evil()");
  newer = await chainOf("m-2");
  await recordEvent(database.owner(), { memberId: "m-3", note: "a" });
  db = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
});
afterAll(() => db.$client.end());

const noted = (value: string, times = 1) => ({
  conditions: [{ field: "attribute", name: "note", operator: "any", values: [value] }],
  times,
});
const orderOf = (steps: unknown[], format = "csv") =>
  chainExportSchema.parse({
    sequence: { by: "member", withinSeconds: 3600, steps },
    ...{ format, reason: "the chains go to the fraud desk" },
  });

test("each event has its row, with the number of its chain and step, and the file's mark stands last", async () => {
  const actor = await makeActor(database.owner(), "analyst");
  const file = await exportChains(db, actor, orderOf([noted("a", 2), noted("b")]));
  expect(file).toMatchObject({ rows: 6, capped: false, partial: false });
  expect(file.fileName).toMatch(/^chains-.*\.csv$/);
  const [head, ...rows] = file.text.slice(1).trimEnd().split("\r\n");
  expect(head).toMatch(/^chain,step,key,occurredAt,memberId,/);
  const cells = rows.slice(0, 6).map((row) => row.split(","));
  expect(cells.map(([chain, step, key]) => `${chain} ${step} ${key}`)).toEqual([
    ...["1 1 m-2", "1 1 m-2", "1 2 m-2"],
    ...["2 1 '=evil()", "2 1 '=evil()", "2 2 '=evil()"],
  ]);
  expect(cells.map((row) => row.at(-1))).toEqual([...newer, ...older]);
  expect(rows.at(-1)).toContain(`# exported by ${actor.login}`);
  const [record] = await database.owner()`
    select act, result, member_ids, reason, what from staff.access_record where account_id = ${actor.accountId}`;
  expect(record).toMatchObject({
    ...{ act: "events.export", result: "done", reason: "the chains go to the fraud desk" },
    what: { by: "member", within: "1h", chains: 2, rows: 6, sha256: file.sha256 },
  });
  expect(record?.member_ids.toSorted()).toEqual(["=evil()", "m-2"]);
});

test("one JSON object a line says the same", async () => {
  const actor = await makeActor(database.owner(), "analyst");
  const { text } = await exportChains(db, actor, orderOf([noted("a", 2), noted("b")], "ndjson"));
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.slice(0, 3)).toMatchObject([
    { chain: 1, step: 1, key: "m-2", id: newer[0] },
    { chain: 1, step: 1, key: "m-2", id: newer[1] },
    { chain: 1, step: 2, key: "m-2", id: newer[2] },
  ]);
  expect(lines.at(-1).watermark).toContain(actor.login);
});

test("a step that asks for no event has no row, and the steps behind it keep their number", async () => {
  const actor = await makeActor(database.owner(), "analyst");
  const absent = { ...noted("c"), isAbsent: true };
  const { text } = await exportChains(db, actor, orderOf([noted("a", 2), absent, noted("b")], "ndjson"));
  const steps = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).step);
  expect(steps).toEqual([1, 1, 3, 1, 1, 3, undefined]);
});

test("an agent may not, nor who has not shown who they are, nor a twenty-first file of a day", async () => {
  const order = orderOf([noted("a", 2)]);
  const agent = await makeActor(database.owner(), "agent");
  await expect(exportChains(db, agent, order)).rejects.toMatchObject({ code: "forbidden" });
  const analyst = await makeActor(database.owner(), "analyst");
  await expect(exportChains(db, { ...analyst, isProved: false }, order)).rejects.toMatchObject({ code: "unproved" });
  await database.owner()`
    insert into staff.access_record (account_id, login, act, result) select ${analyst.accountId}, 'x', 'events.export', 'done' from generate_series(1, 20)`;
  await expect(exportChains(db, analyst, order)).rejects.toMatchObject({ code: "too-many" });
});

test("a file holds whole chains alone, and says when there are more", async () => {
  await database.owner()`
    select event.record_member_event('m-many-' || n / 2, 'thing.changed', '{"note": {"to": "pair"}}') from generate_series(0, ${EVENT_EXPORT_ROWS + 1}::int) n`;
  const file = await exportChains(db, await makeActor(database.owner(), "analyst"), orderOf([noted("pair", 2)]));
  expect(file).toMatchObject({ rows: EVENT_EXPORT_ROWS, capped: true });
});
