import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { readMessage } from "../messaging/message.ts";
import { recordPublication } from "../publication/record-publication.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { storeEvent } from "../testing/stored-events.ts";
import { showEvent } from "./show-event.ts";

const database = useDatabase();
let db: Db;
let web: Db;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("worker"), name: "test", max: 2 });
  web = connect({ url: database.url("web"), name: "test", max: 2 });
});
afterAll(() => Promise.all([db.$client.end(), web.$client.end()]));

/** Brackets within brackets, the innermost empty. */
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

/** The field of the refusal, or "stored". */
async function record(attributes: string, context: string): Promise<string> {
  try {
    await database.owner()`
      select event.record_member_event('m-1', 'thing.changed', ${attributes}::text::jsonb, ${context}::text::jsonb)`;
    return "stored";
  } catch (error) {
    const said = Object(error);
    return said.code === "MS400" ? said.column_name : String(error);
  }
}

describe("what JSON readers cannot hold is refused when stored", () => {
  test.each([
    ["100 levels of context", "{}", `{"x": ${nested(99)}}`, "stored"],
    ["101 levels of context", "{}", `{"x": ${nested(101)}}`, "context"],
    ["5,000 levels of context", "{}", `{"x": ${nested(5000)}}`, "context"],
    ["an attribute 101 levels deep", `{"tags": {"to": ${nested(101)}}}`, "{}", "attributes"],
    ["the largest double", "{}", '{"x": [1.7976931348623157e308, -1.7976931348623157e308]}', "stored"],
    ["a number beyond it", "{}", '{"x": [{"y": 1e400}]}', "context"],
    ["a number below it", "{}", '{"x": -1e400}', "context"],
    ["an attribute with such a number", '{"tags": {"to": [1e309]}}', "{}", "attributes"],
  ])("%s: %#", async (_what, attributes, context, answer) => {
    expect(await record(attributes, context)).toBe(answer);
  });
});

test("numbers with more digits than JavaScript holds are read as they were stored, as texts", async () => {
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event('m-digits', 'thing.changed', '{"tags": {"from": [7], "to": [9007199254740993]}}',
                                     '{"amounts": [12345678901234567.5, 0.10]}') as id`;
  const admin = await makeActor(database.owner(), "admin");
  const { event } = await showEvent(web, admin, { eventId: row?.id ?? "" });
  expect(event).toMatchObject({
    attributes: { tags: { from: [7], to: ["9007199254740993"] } },
    context: { amounts: ["12345678901234567.5", 0.1] },
  });
});

test("what SQS takes in no message is escaped in a body and refused in an attribute", async () => {
  const note = "before \u0007 \ufffe \uffff \u{1f600} after";
  const { body } = await storeEvent(database.owner(), { memberId: "m-\uffff", note });
  expect(body).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  expect(JSON.parse(body)).toMatchObject({ memberId: "m-\uffff", attributes: { note: { to: note } } });
  for (const Value of ["a\u0007b", "a\ufffeb", "a\uffffb"]) {
    const own = JSON.stringify({ origin: { Type: "String", Value } });
    await expect(database.owner()`
      select event.record_member_event('m-1', 'thing.changed', '{}', message_attributes => ${own}::text::jsonb)`).rejects.toMatchObject(
      { code: "MS400", column_name: "messageAttributes.origin" },
    );
  }
});

test.each<[string, string, string]>([
  ["an attribute that JavaScript takes for a prototype", "__proto__", '["x"]'],
  ["a list with U+0000", "list", '["\\u0000"]'],
  ["a list with half of a surrogate pair", "list", '["\\ud800"]'],
  ["a list with a number that no database has", "list", "[1e200000]"],
  ["a list nested without end", "list", `${"[".repeat(20_000)}${"]".repeat(20_000)}`],
])("%s is refused by name: with it receivers would fail", async (_what, name, Value) => {
  const own = JSON.stringify({ [name]: { Type: "String.Array", Value } });
  await expect(database.owner()`
    select event.record_member_event('m-1', 'thing.changed', '{}', message_attributes => ${own}::text::jsonb)`).rejects.toMatchObject(
    { code: "MS400", column_name: `messageAttributes.${name}` },
  );
});

test("a story's id of no RFC version comes round like any other: the event is published", async () => {
  const owner = database.owner();
  const [row] = await owner<{ eventId: string; body: string; attributes: Record<string, never> }[]>`
    select event_id as "eventId", body, sns_attributes as attributes
      from event.store_application_event('m-1', 'thing.changed', '{}', correlation_id => '12345678-1234-1234-1234-123456789abc')`;
  const message = row && readMessage(row.body, row.attributes);
  if (!message) throw new Error("cannot be read");
  expect(await recordPublication(db, [message])).toMatchObject({ published: 1 });
});

test("an imported event is never sent, and keeps what its record held", async () => {
  const rows = JSON.stringify([
    {
      n: 1,
      sourceEventId: randomUUID(),
      memberId: "m-1",
      action: "thing.changed",
      attributes: {},
      context: { x: JSON.parse(nested(150)) },
      occurredAt: new Date().toISOString(),
    },
  ]);
  const [row] = await database.owner()`select * from event.import_events('old', ${rows}::text::jsonb)`;
  expect(row).toMatchObject({ is_new: true, field: null });
});

test("an event within these bounds is stored as before", async () => {
  expect((await storeEvent(database.owner())).eventId).toMatch(/-7/);
});

test.each([
  ["U+0000", "22P05", "a\\u0000b", "\\u0000 cannot be converted to text."],
  ["half of a surrogate pair", "22P02", "a\\ud800b", "Unicode low surrogate must follow a high surrogate."],
])(
  "%s in a caller's own JSON fails in the caller's cast, with the field in its context",
  async (_what, code, written, detail) => {
    const attributes = `{"note": {"to": "${written}"}}`;
    await expect(database.owner()`
      select event.record_member_event('m-1', 'thing.changed', ${attributes}::text::jsonb)`).rejects.toMatchObject({
      ...{ code, detail },
      where: expect.stringContaining('{"note": {"to": "a'),
    });
  },
);
