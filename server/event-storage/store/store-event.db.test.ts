import { beforeAll, describe, expect, test } from "vitest";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";

const database = useDatabase();
beforeAll(() => insertTestCatalog(database.owner()));

type Given = {
  memberId?: string | null;
  action?: string | null;
  attributes?: unknown;
  context?: unknown;
  occurredAt?: string | null;
  version?: number | null;
  source?: string | null;
  sourceEventId?: string | null;
  messageAttributes?: unknown;
};

async function record(given: Given = {}): Promise<string> {
  const {
    memberId = "m-1",
    action = "thing.changed",
    attributes = {},
    context = {},
    occurredAt = null,
    version = null,
  } = given;
  const { source = null, sourceEventId = null, messageAttributes = {} } = given;
  const json = (value: unknown) => JSON.stringify(value);
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event(${memberId}, ${action}, ${json(attributes)}::text::jsonb, ${json(context)}::text::jsonb, ${occurredAt}::text::timestamptz,
      ${version}::smallint, ${source}, ${sourceEventId}, null, null, ${json(messageAttributes)}::text::jsonb) id`;
  if (!row) throw new Error("no row");
  return row.id;
}

async function refusal(given: Given): Promise<{ code: string; field: string; hint: string }> {
  const error: unknown = await record(given).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error("was not refused");
  const text = (key: string) => String(Reflect.get(error, key));
  return { code: text("code"), field: text("column_name"), hint: text("hint") };
}

describe("what is refused, with the field named", () => {
  const refused: [string, Given, string][] = [
    ["no member", { memberId: null }, "memberId"],
    ["an empty member id", { memberId: "" }, "memberId"],
    ["a member id of 65 bytes", { memberId: "m".repeat(65) }, "memberId"],
    ["a member id of 22 Hangul letters, which are 66 bytes", { memberId: "가".repeat(22) }, "memberId"],
    ["no action", { action: null }, "action"],
    ["an action the catalog does not have", { action: "thing.lost" }, "action"],
    ["a version the action does not have", { version: 2 }, "version"],
    ["attributes that are a list", { attributes: [] }, "attributes"],
    ["attributes that are a number", { attributes: 1 }, "attributes"],
    ["an attribute that is not declared", { attributes: { colour: { to: "red" } } }, "attributes.colour"],
    ["a bare value instead of from and to", { attributes: { note: "x" } }, "attributes.note"],
    ["another key beside from and to", { attributes: { note: { to: "x", was: "y" } } }, "attributes.note"],
    ["a value of another type", { attributes: { points: { to: "7" } } }, "attributes.points.to"],
    ["a fraction where a whole number is declared", { attributes: { points: { to: 1.5 } } }, "attributes.points.to"],
    ["a value outside the list", { attributes: { plan: { from: "free", to: "gold" } } }, "attributes.plan.to"],
    ["a required attribute left out", { action: "thing.seen" }, "attributes.place"],
    ["a phone number with letters", { attributes: { phone: { to: "call me" } } }, "attributes.phone.to"],
    ["a phone number that is too short", { attributes: { phone: { to: "010-12" } } }, "attributes.phone.to"],
    ["an e-mail address without @", { attributes: { email: { from: "nobody" } } }, "attributes.email.from"],
    ["an empty name", { attributes: { fullName: { to: "  " } } }, "attributes.fullName.to"],
    ["a context that is text", { context: "x" }, "context"],
    ["a device id that is a number", { context: { deviceId: 7 } }, "context.deviceId"],
    ["a device id of 129 bytes", { context: { deviceId: "d".repeat(129) } }, "context.deviceId"],
    ["a time six minutes ahead", { occurredAt: new Date(Date.now() + 6 * 60_000).toISOString() }, "occurredAt"],
    ["a time before the oldest partition", { occurredAt: "1999-12-31T00:00:00Z" }, "occurredAt"],
    ["a source without its id", { source: "legacy" }, "sourceEventId"],
    ["an empty source", { source: "", sourceEventId: "1" }, "source"],
    ["an empty source id", { source: "legacy", sourceEventId: "" }, "sourceEventId"],
    ["a source id that no index takes", { source: "legacy", sourceEventId: "x".repeat(1001) }, "sourceEventId"],
    ["a source id without its source", { sourceEventId: "1" }, "sourceEventId"],
    ["message attributes that are a list", { messageAttributes: [] }, "messageAttributes"],
    [
      "a message attribute the publisher sets",
      { messageAttributes: { target: { Type: "String", Value: "x" } } },
      "messageAttributes.target",
    ],
    [
      "five message attributes",
      {
        messageAttributes: Object.fromEntries(
          ["a", "b", "c", "d", "e"].map((k) => [k, { Type: "String", Value: "x" }]),
        ),
      },
      "messageAttributes",
    ],
    [
      "a message attribute with an illegal name",
      { messageAttributes: { "a^b": { Type: "String", Value: "x" } } },
      "messageAttributes.a^b",
    ],
    [
      "a message attribute of Amazon's",
      { messageAttributes: { "AWS.x": { Type: "String", Value: "x" } } },
      "messageAttributes.AWS.x",
    ],
    [
      "a message attribute with two dots",
      { messageAttributes: { "a..b": { Type: "String", Value: "x" } } },
      "messageAttributes.a..b",
    ],
    ["an empty message attribute", { messageAttributes: { a: { Type: "String", Value: "" } } }, "messageAttributes.a"],
    [
      "a binary message attribute",
      { messageAttributes: { a: { Type: "Binary", Value: "AA==" } } },
      "messageAttributes.a",
    ],
    ["a Number that is text", { messageAttributes: { a: { Type: "Number", Value: "many" } } }, "messageAttributes.a"],
    [
      "a Number with six decimals",
      { messageAttributes: { a: { Type: "Number", Value: "0.000001" } } },
      "messageAttributes.a",
    ],
    [
      "a Number over a thousand million",
      { messageAttributes: { a: { Type: "Number", Value: "1000000000.1" } } },
      "messageAttributes.a",
    ],
    [
      "a String.Array that is no JSON array",
      { messageAttributes: { a: { Type: "String.Array", Value: "a,b" } } },
      "messageAttributes.a",
    ],
    [
      "a String with a double quote",
      { messageAttributes: { a: { Type: "String", Value: 'a"b' } } },
      "messageAttributes.a",
    ],
    ["a message over 255 KiB", { attributes: { note: { to: "x".repeat(261_000) } } }, "attributes"],
    ["a message over 255 KiB by its UTF-8 bytes", { attributes: { note: { to: "가".repeat(90_000) } } }, "attributes"],
  ];

  test.each(refused)("%s", async (_, given, field) => {
    const found = await refusal(given);
    expect(found).toMatchObject({ code: "MS400", field });
    expect(found.hint.length).toBeGreaterThan(10);
  });

  test("a refused event leaves no row in any table", async () => {
    const before = await rowCounts();
    await refusal({
      attributes: { phone: { to: "010-1234-5678" }, note: { to: "x".repeat(261_000) } },
      source: "s",
      sourceEventId: "big",
    });
    expect(await rowCounts()).toEqual(before);
  });
});

async function rowCounts() {
  const [row] = await database.owner()`
    select (select count(*) from event.member_event) events, (select count(*) from event.personal_value) personal, (select count(*) from event.pending) pending,
           (select count(*) from event.source_event) sources`;
  return row;
}

test("a message of just under 255 KiB is stored", async () => {
  const id = await record({ attributes: { note: { to: "x".repeat(260_000) } } });
  const [row] = await database.owner()`
    select octet_length(event.internal_body(e.id, e.member_id, 'thing.changed', e.version, e.attributes, e.context, e.correlation_id, e.causation_id)) n from event.member_event e where id = ${id}`;
  expect(row?.n).toBeGreaterThan(260_000);
});

test("personal values are masked in the event row and stand clear only beside it", async () => {
  const id = await record({
    attributes: {
      phone: { from: "010-9999-8888", to: "+82 10 1234 5678" },
      email: { to: "Kim.Minsu@Example.com" },
      fullName: { to: "김민수" },
      home: { to: "서울  송파구 위례성대로 2" },
    },
  });
  const [row] =
    await database.owner()`select attributes, attributes::text as text from event.member_event where id = ${id}`;
  expect(row?.attributes).toEqual({
    phone: { from: "010-****-8888", to: "010-****-5678" },
    email: { to: "k***@e***" },
    fullName: { to: "김**" },
    home: { to: "서울 송파구 ***" },
  });
  const clear =
    await database.owner()`select name, side, kind, value from event.personal_value where event_id = ${id} order by name, side`;
  expect(clear.map((one) => `${one.name}.${one.side} ${one.value}`)).toEqual([
    "email.t kim.minsu@example.com",
    "fullName.t 김민수",
    "home.t 서울 송파구 위례성대로 2",
    "phone.f +821099998888",
    "phone.t +821012345678",
  ]);
});

test("a number is found however it was written, and no other number is", async () => {
  const id = await record({ memberId: "m-found", attributes: { phone: { to: "010 7777 6666" } } });
  const found =
    await database.owner()`select event_id, member_id from event.find_personal('phone', '+82-10-7777-6666')`;
  expect(found).toEqual([{ event_id: id, member_id: "m-found" }]);
  expect(await database.owner()`select event_id from event.find_personal('phone', '010-7777-6667')`).toEqual([]);
});

test("the id's time is the event's time, and the same for now when none is given", async () => {
  const past = new Date(Date.now() - 60_000).toISOString();
  const ids = [await record({ occurredAt: past }), await record()];
  const rows = await database.owner()<{ occurred: Date; stored: Date }[]>`
    select occurred_at occurred, stored_at stored from event.member_event where id = any(${ids}::uuid[]) order by id`;
  expect(rows[0]?.occurred.toISOString()).toBe(past);
  expect(Math.abs(Number(rows[1]?.occurred) - Number(rows[1]?.stored))).toBeLessThan(100);
});

test("the same source id with the same content is one event, also at the same time", async () => {
  const given: Given = { source: "billing", sourceEventId: "42", attributes: { plan: { to: "paid" } } };
  const ids = await Promise.all([record(given), record(given), record(given)]);
  expect(new Set([...ids, await record(given)]).size).toBe(1);
});

test("the same source id with other content is refused as a conflict", async () => {
  await record({ source: "billing", sourceEventId: "43", attributes: { plan: { to: "paid" } } });
  const found = await refusal({ source: "billing", sourceEventId: "43", attributes: { plan: { to: "free" } } });
  expect(found).toMatchObject({ code: "MS409", field: "sourceEventId" });
});

test("an external action waits in both layers, an internal one in layer 1 alone; SQL is due at once", async () => {
  const external = await record();
  const internal = await record({ action: "thing.seen", attributes: { place: { to: "home" } } });
  const rows = await database.owner()`
    select event_id, layer, extract(epoch from next_at - stored_at)::int due_s from event.pending where event_id = any(${[external, internal]}::uuid[]) order by event_id, layer`;
  expect(rows).toEqual([
    { event_id: external, layer: 1, due_s: 0 },
    { event_id: external, layer: 2, due_s: 300 },
    { event_id: internal, layer: 1, due_s: 0 },
  ]);
});

test("a process that publishes itself gets its message, due after the threshold", async () => {
  const [row] = await database.owner()`
    select event_id, body, sns_attributes from event.store_application_event('m-1', 'thing.changed', '{"plan": {"to": "paid"}, "points": {"to": 5}}', '{"ip": "203.0.113.9"}')`;
  expect(JSON.parse(row?.body)).toMatchObject({
    eventId: row?.event_id,
    memberId: "m-1",
    action: "thing.changed",
    version: 1,
    changed: ["plan", "points"],
    context: { ip: "203.0.113.9" },
  });
  expect(row?.sns_attributes).toEqual({
    layer: { Type: "String", Value: "internal" },
    action: { Type: "String", Value: "thing.changed" },
    target: { Type: "String", Value: "ALL" },
    changed: { Type: "String.Array", Value: '["plan", "points"]' },
    plan: { Type: "String", Value: "paid" },
    points: { Type: "Number", Value: "5" },
  });
  const [due] =
    await database.owner()`select extract(epoch from next_at - stored_at)::int s from event.pending where event_id = ${row?.event_id} and layer = 1`;
  expect(due?.s).toBe(300);
});

test("the external message holds no values", async () => {
  const id = await record({
    attributes: { note: { to: "secret" }, phone: { to: "010-1234-5678" } },
    context: { deviceId: "d-1" },
  });
  const [row] =
    await database.owner()`select event.external_body(e.id, e.member_id, 'thing.changed', e.version, e.attributes) body from event.member_event e where id = ${id}`;
  expect(Object.keys(JSON.parse(row?.body)).sort()).toEqual([
    "action",
    "changed",
    "eventId",
    "memberId",
    "occurredAt",
    "version",
  ]);
  expect(row?.body).not.toContain("secret");
});

test("changed is left out of the SNS attributes when nothing changed", async () => {
  const id = await record();
  const [row] =
    await database.owner()`select event.message_attributes_of('external', a.name, e.attributes, v.promoted, e.message_attributes) a from event.member_event e join event.action a on a.id = e.action_id join event.action_version v on v.action_id = a.id and v.version = e.version where e.id = ${id}`;
  expect(Object.keys(row?.a).sort()).toEqual(["action", "layer", "target"]);
});
