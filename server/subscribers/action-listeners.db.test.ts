import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { actionListeners } from "./action-listeners.ts";
import { recorderEntry } from "./built-in-subscribers.ts";
import { registerSubscriber } from "./register-subscriber.ts";
import type { RegisteredSubscriber } from "./registered-subscriber.ts";

const database = useDatabase();
let db: Db;
beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 2 });
  await insertTestCatalog(database.owner());
  const asOwner = connect({ url: database.url(), name: "test", max: 1 });
  const common = { ownerDomain: "test", placement: "external", replayRule: "again" } as const;
  const register = (id: string, layer: RegisteredSubscriber["layer"], rules: Record<string, unknown>) =>
    registerSubscriber(asOwner, {
      ...{ ...common, id, layer, description: { ko: id, en: id }, queueName: id },
      policy: { ...rules, target: ["ALL", id] },
    });
  await registerSubscriber(asOwner, recorderEntry("t-"));
  await register("inside", "internal", {});
  await register("outside", "external", {});
  await register("payers", "external", { action: ["thing.changed"], plan: ["paid"] });
  await register("deaf", "external", { action: ["no.such"] });
  await asOwner.$client.end();
});
afterAll(() => db.$client.end());

test("who listens follows from layer and policy", async () => {
  const { listeners } = await actionListeners(db, await makeActor(database.owner(), "analyst"));
  expect(Object.fromEntries(listeners.map(({ id, takes }) => [id, takes]))).toEqual({
    inside: { "thing.changed": "all", "thing.seen": "all" },
    outside: { "thing.changed": "all" },
    payers: { "thing.changed": "some" },
    deaf: {},
  });
});

test("an agent does not see subscribers", async () => {
  const agent = await makeActor(database.owner(), "agent");
  await expect(actionListeners(db, agent)).rejects.toMatchObject({ code: "forbidden" });
});
