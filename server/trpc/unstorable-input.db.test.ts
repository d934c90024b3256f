import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { createCallerFactory } from "./procedure.ts";
import { appRouter } from "./router.ts";

const database = useDatabase();
let db: Db;
let caller: ReturnType<ReturnType<typeof createCallerFactory<typeof appRouter._def.record>>>;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: 4 });
  const actor = await makeActor(database.owner(), "admin");
  caller = createCallerFactory(appRouter)({
    db,
    search: (work) => work(db),
    actor,
    findActor: async () => actor,
    sessionToken: undefined,
    requestId: "test",
  });
});
afterAll(() => db.$client.end());

const nul = "a\u0000";
const half = "\ud800";
const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
const event = { memberId: "m-1", action: "thing.changed" };

test.each<[string, () => Promise<unknown>]>([
  ["U+0000 in a look-up", () => caller.lookUp.find({ text: `kim${nul}@example.com` })],
  ["U+0000 in a member's id", () => caller.members.profile({ memberId: nul })],
  [
    "U+0000 in a filter",
    () => caller.events.search({ conditions: [{ field: "member", operator: "any", values: [nul] }] }),
  ],
  ["U+0000 in a reason", () => caller.publication.stop({ layer: "internal", reason: `because ${nul}` })],
  ["U+0000 in an event", () => caller.events.record({ ...event, context: { x: nul } })],
  ["half a surrogate pair in an event", () => caller.events.record({ ...event, context: { x: half } })],
  ["an event nested without end", () => caller.events.record({ ...event, context: { x: deep } })],
  ["the year 0", () => caller.members.stateAt({ memberId: "m-1", at: "0000-01-01T00:00:00Z" })],
])("%s is the caller's fault, not ours", async (_what, call) => {
  await expect(call()).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test.each<[string, Record<string, unknown>]>([
  ["memberId", { memberId: `m-${half}` }],
  ["sourceEventId", { source: "s", sourceEventId: half }],
  ["context", { context: { [nul]: 1 } }],
  ["context.a.b", { context: { a: { b: [half] } } }],
  ["context.a", { context: { a: Number("1e400") } }],
  ["context.a", { context: { a: Number("12345678901234567890") } }],
  ["attributes.note.to", { attributes: { note: { to: nul } } }],
  ["context.x.0", { context: { x: deep } }],
])("an event whose %s cannot be stored as it is, is refused with the field: %#", async (field, given) => {
  const error: unknown = await caller.events.record({ ...event, ...given }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "BAD_REQUEST",
    cause: { field: expect.stringMatching(new RegExp(`^${field}`)) },
  });
});

test("a key __proto__ is stored, and shown, like any other", async () => {
  const context = JSON.parse('{"__proto__": {"a": 1}, "constructor": "\u{1f600}"}');
  const { eventId } = await caller.events.record({ ...event, context });
  const dossier = await caller.events.show({ eventId });
  expect(JSON.stringify(dossier.event.context)).toBe(JSON.stringify(context));
});
