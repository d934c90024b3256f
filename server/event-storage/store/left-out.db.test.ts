import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { countLeftOut } from "../../publication/count-left-out.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { showEvent } from "../show-event.ts";

const database = useDatabase();
let web: Db;
beforeAll(async () => {
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  const schema = {
    type: "object",
    properties: {
      label: { type: "string", promote: true },
      amount: { type: "number", promote: true },
      tags: { type: "array" },
    },
  };
  await database.owner()`
    select event.push_action_version(event.push_action('label.changed', 'profile'), 1::smallint, false, ${JSON.stringify(schema)}::text::jsonb, '{"ko": "x", "en": "x"}')`;
});
afterAll(() => web.$client.end());

type Stored = { id: string; attributes: Record<string, { Value: string }> };

async function store(attributes: object, given: object = {}): Promise<Stored> {
  const [row] = await database.owner()<Stored[]>`
    select event_id as id, sns_attributes as attributes
      from event.store_application_event('m-1', 'label.changed', ${JSON.stringify(attributes)}::text::jsonb,
                                         message_attributes => ${JSON.stringify(given)}::text::jsonb)`;
  if (row === undefined) throw new Error("nothing was stored");
  return row;
}

test.each([
  ["a quote", { label: { to: 'say "hi"' } }, "quote"],
  ["a backslash", { label: { to: "C:\\new" } }, "quote"],
  ["a tab", { label: { to: "a\tb" } }, "control"],
  ["a line break", { label: { to: "a\nb" } }, "control"],
  ["a bell", { label: { to: "a\u0007b" } }, "control"],
  ["U+FFFF", { label: { to: "a\uffffb" } }, "noncharacter"],
  ["nothing", { label: { to: "" } }, "empty"],
  ["six decimals", { amount: { to: 0.000001 } }, "number"],
  ["more than a billion", { amount: { to: 1000000000.5 } }, "number"],
])("a promoted value with %s is left out, and the event is stored whole", async (_what, attributes, why) => {
  const { id, attributes: sent } = await store({ ...attributes });
  const [name = ""] = Object.keys(attributes);
  expect(sent[name]).toBeUndefined();
  const { event, leftOut } = await showEvent(web, await makeActor(database.owner(), "admin"), { eventId: id });
  expect(leftOut).toEqual([{ name, why }]);
  expect(event.changed).toEqual([name]);
});

test.each([
  ["an emoji", { label: { to: "\u{1f600}" } }, "label", "\u{1f600}"],
  ["DEL", { label: { to: "a\u007f" } }, "label", "a\u007f"],
  ["a billion", { amount: { to: -1000000000 } }, "amount", "-1000000000"],
  ["five decimals", { amount: { to: 0.00001 } }, "amount", "0.00001"],
])("a promoted value with %s stands among the SNS attributes", async (_what, attributes, name, value) => {
  const { id, attributes: sent } = await store({ ...attributes });
  expect(sent[name]?.Value).toBe(value);
  expect(await database.owner()`select from event.left_out where event_id = ${id}`).toHaveLength(0);
});

test.each([
  ["text", { label: { from: "x", to: "x" } }],
  ["missing values", { label: { from: null, to: null } }],
  ["a number, however written", { amount: { from: 1, to: JSON.parse("1.0") } }],
  ["a list", { tags: { from: ["a", "b"], to: ["a", "b"] } }],
])(
  "%s that stayed what it was is no change: left out of the event and of what is sent, and told",
  async (_what, same) => {
    const [name = ""] = Object.keys(same);
    const change = name === "label" ? { amount: { from: 1, to: 2 } } : { label: { from: "a", to: "b" } };
    const { id, attributes: sent } = await store({ ...same, ...change });
    expect(JSON.parse(sent.changed?.Value ?? "null")).toEqual(Object.keys(change));
    const { event, leftOut } = await showEvent(web, await makeActor(database.owner(), "admin"), { eventId: id });
    expect(leftOut).toEqual([{ name, why: "no-change" }]);
    expect(event.attributes).toEqual(change);
  },
);

test("what differs is a change: null to a value, another order of a list", async () => {
  const attributes = { label: { from: null, to: "x" }, tags: { from: ["a", "b"], to: ["b", "a"] } };
  const { id } = await store(attributes);
  const { event, leftOut } = await showEvent(web, await makeActor(database.owner(), "admin"), { eventId: id });
  expect(leftOut).toEqual([]);
  expect(event.attributes).toEqual(attributes);
});

test("what was left out is counted by action, attribute and cause, with the latest event", async () => {
  await database.owner()`truncate event.left_out`;
  await store({ label: { to: '"' } });
  const last = await store({ label: { to: "\\" } });
  await store({ label: { to: "" } });
  const counts = await countLeftOut(web, await makeActor(database.owner(), "analyst"));
  expect(counts).toEqual([
    { action: "label.changed", name: "label", why: "quote", count: 2, lastEventId: last.id },
    { action: "label.changed", name: "label", why: "empty", count: 1, lastEventId: expect.any(String) },
  ]);
});

test.each(["a\tb", "a\nb", 'a"b', "a\\b"])(
  "an attribute that the caller gave is refused by name: %j",
  async (Value) => {
    await expect(store({}, { mine: { Type: "String", Value } })).rejects.toMatchObject({
      code: "MS400",
      column_name: "messageAttributes.mine",
    });
  },
);
