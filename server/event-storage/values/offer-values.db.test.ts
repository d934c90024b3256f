import { afterAll, beforeAll, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { hostileCatalog } from "../../testing/hostile-events.ts";
import type { OfferedField } from "../../vocabulary/explore/offered-values.ts";
import { offerValues } from "./offer-values.ts";

const database = useDatabase();
let db: Db;
let analyst: Actor;
beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await pushCatalog(owner, hostileCatalog);
  await owner.$client.end();
  db = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  analyst = await makeActor(database.owner(), "analyst");
  const store = (attributes: string, context: string) =>
    database.owner()`select event.record_member_event('m-1', 'thing.changed', ${attributes}::text::jsonb, ${context}::text::jsonb)`;
  await store('{"note": {"from": "old", "to": "new"}}', '{"deviceId": "D-1", "ip": "203.0.113.9", "channel": "app"}');
  await store('{"note": {"from": "new", "to": "newer"}}', '{"deviceId": "d-2", "ip": "nowhere", "channel": "app"}');
  await store('{"note": {"to": "new"}, "phone": {"to": "010-1234-5678"}}', '{"channel": "web", "device": {"os": "x"}}');
});
afterAll(() => db.$client.end());

async function offered(field: OfferedField, given: { name?: string; prefix?: string } = {}) {
  const { values } = await offerValues(db, analyst, { field, prefix: "", ...given });
  return values.map(({ value, count }) => `${value} ${count}`);
}

test("values are offered with how many of the newest events have them, the most frequent first", async () => {
  expect(await offered("action")).toEqual(["thing.changed 3"]);
  expect(await offered("channel")).toEqual(["app 2", "web 1"]);
  expect(await offered("ip")).toEqual(["203.0.113.9 1"]);
  expect(await offered("became", { name: "note" })).toEqual(["new 2", "newer 1"]);
  expect(await offered("attribute", { name: "note" })).toEqual(["new 3", "newer 1", "old 1"]);
  expect(await offered("context", { name: "device.os" })).toEqual(["x 1"]);
  expect(await offered("changed")).toEqual(["note 3", "phone 1"]);
  expect(await offered("source")).toEqual([]);
  expect(await offerValues(db, analyst, { field: "family", prefix: "" })).toMatchObject({ looked: 3 });
});

test("what was typed narrows them, in either case", async () => {
  expect(await offered("device", { prefix: "d-" })).toEqual(["D-1 1", "d-2 1"]);
  expect(await offered("device", { prefix: "D-2" })).toEqual(["d-2 1"]);
  expect(await offered("became", { name: "note", prefix: "%" })).toEqual([]);
});

test("of a personal attribute nothing is offered, and neither is anything without a name or to who may not search", async () => {
  expect(await offered("became", { name: "phone" })).toEqual([]);
  expect(await offered("became")).toEqual([]);
  const agent = await makeActor(database.owner(), "agent");
  await expect(offerValues(db, agent, { field: "device", prefix: "" })).rejects.toMatchObject({ code: "forbidden" });
});
