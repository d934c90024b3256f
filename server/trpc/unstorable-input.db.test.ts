import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { createCallerFactory } from "./procedure.ts";
import { appRouter } from "./router.ts";

const database = useDatabase();
let db: Db;
let caller: ReturnType<ReturnType<typeof createCallerFactory<typeof appRouter._def.record>>>;
beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 4 });
  const actor = await makeActor(database.owner(), "admin");
  caller = createCallerFactory(appRouter)({ db, searchDb: db, actor, sessionToken: undefined, requestId: "test" });
});
afterAll(() => db.$client.end());

const nul = "a\u0000";
const half = "\ud800";
const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
const event = { memberId: "m-1", action: "thing.changed" };

test.each<[string, () => Promise<unknown>]>([
  ["U+0000 in a look-up", () => caller.lookUp.find({ text: `kim${nul}@example.com` })],
  ["U+0000 in a member's id", () => caller.members.profile({ memberId: nul })],
  ["U+0000 in a filter", () => caller.events.search({ filter: { members: [nul] } })],
  ["U+0000 in a reason", () => caller.publication.stop({ layer: "internal", reason: `because ${nul}` })],
  ["U+0000 in an event", () => caller.events.record({ ...event, context: { x: nul } })],
  ["half a surrogate pair in an event", () => caller.events.record({ ...event, context: { x: half } })],
  ["an event nested without end", () => caller.events.record({ ...event, context: { x: deep } })],
  ["the year 0", () => caller.members.stateAt({ memberId: "m-1", at: "0000-01-01T00:00:00Z" })],
])("%s is the caller's fault, not ours", async (_what, call) => {
  await expect(call()).rejects.toMatchObject({ code: "BAD_REQUEST" });
});
