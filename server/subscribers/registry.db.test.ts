import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { useDatabase } from "../testing/database.ts";
import { createServiceToken, storeServiceToken } from "./create-service-token.ts";
import { registerSubscriber } from "./register-subscriber.ts";
import type { RegisteredSubscriber } from "./registered-subscriber.ts";
import { selectSubscribers } from "./select-subscribers.ts";

const database = useDatabase();
let owner: Db;
let web: Db;
beforeAll(() => {
  owner = connect({ url: database.url(), name: "test", max: 2 });
  web = connect({ url: database.url("web"), name: "test", max: 2 });
});
afterAll(async () => {
  await Promise.all([owner.$client.end(), web.$client.end()]);
});

const familyAccount: RegisteredSubscriber = {
  id: "family-account",
  layer: "external",
  ownerDomain: "family",
  placement: "external",
  description: { ko: "가족 계정", en: "Family account" },
  queueName: "q-family-account",
  policy: { target: ["ALL", "family-account"], action: ["identity-verification.removed"] },
  replayRule: "unknown",
  policyScope: "MessageAttributes",
};

test("an entry is there as it was given, and registering it again changes it", async () => {
  await registerSubscriber(owner, familyAccount);
  expect(await selectSubscribers(web)).toEqual([familyAccount]);
  const changed = { ...familyAccount, replayRule: "again" as const };
  await registerSubscriber(owner, changed);
  expect(await selectSubscribers(web, "external")).toEqual([changed]);
  expect(await selectSubscribers(web, "internal")).toEqual([]);
});

test.each([
  ["without a target", {}],
  ["for everybody alone", { target: ["ALL"] }],
  ["with somebody else's id", { target: ["ALL", "other"] }],
  ["with a third target", { target: ["ALL", "family-account", "other"] }],
])("a policy %s is refused: it would miss its own replays or get those of others", async (_what, policy) => {
  await expect(registerSubscriber(owner, { ...familyAccount, policy })).rejects.toMatchObject({
    code: "bad-input",
    field: "policy",
  });
});

test("of a service token only its hash is stored, with its scope; storing one again sets the scope", async () => {
  await registerSubscriber(owner, familyAccount);
  const token = await createServiceToken(owner, { subscriberId: "family-account", scope: ["state", "phone"] });
  expect(token.length).toBeGreaterThanOrEqual(43);
  await storeServiceToken(owner, { subscriberId: "family-account", scope: ["state"] }, token);
  const rows = await database.owner()`
    select encode(token_hash, 'hex') as hash, subscriber_id as "subscriberId", scope from event.service_token`;
  const hash = createHash("sha256").update(token).digest("hex");
  expect([...rows]).toEqual([{ hash, subscriberId: "family-account", scope: ["state"] }]);
});
