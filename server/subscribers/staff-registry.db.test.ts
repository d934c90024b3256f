import { GetSubscriptionAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { planTopology } from "../messaging/plan-topology.ts";
import { provisionTopology, type QueueSubscription } from "../messaging/provision.ts";
import { type Queues, queueClients } from "../messaging/queues.ts";
import { type Subscriptions, subscriptionClients } from "../messaging/read-subscriptions.ts";
import type { TopicArns } from "../messaging/topic-clients.ts";
import type { Actor } from "../staff/actor.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { newSubscriberSchema } from "../vocabulary/subscriber.ts";
import { addSubscriber } from "./add-subscriber.ts";
import { externalPublisherEntry, recorderEntry } from "./built-in-subscribers.ts";
import { applyPolicy, changePolicy } from "./change-policy.ts";
import { eventMessage } from "./event-message.ts";
import { memberDetails } from "./member-details.ts";
import { registerSubscriber } from "./register-subscriber.ts";
import { selectSubscribers } from "./select-subscribers.ts";
import { issueServiceToken, revokeServiceToken } from "./service-tokens.ts";
import { overviewSubscribers, showSubscriber } from "./show-subscriber.ts";

const database = useDatabase();
const messaging = useMessaging();
let owner: Db;
let web: Db;
let admin: Actor;
let analyst: Actor;
let topics: TopicArns;
let subscriptions: Subscriptions;
let queues: Queues;

beforeAll(async () => {
  owner = connect({ url: database.url(), name: "test", max: 2 });
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  admin = await makeActor(database.owner(), "admin");
  analyst = await makeActor(database.owner(), "analyst");
  await insertTestCatalog(database.owner());
  const made = await provisionTopology({ prefix: messaging.prefix });
  topics = { internal: made.internalTopicArn, external: made.externalTopicArn };
  subscriptions = subscriptionClients(topics);
  queues = queueClients();
  for (const entry of [recorderEntry, externalPublisherEntry]) await registerSubscriber(owner, entry(messaging.prefix));
});
afterAll(async () => {
  subscriptions.close();
  queues.close();
  await Promise.all([owner.$client.end(), web.$client.end()]);
});

const add = (id: string, more: object = {}) =>
  addSubscriber(web, admin, {
    ...newSubscriberSchema.parse({
      id,
      layer: "external",
      ownerDomain: "benefits",
      placement: "external",
      description: { ko: "혜택", en: "Benefits" },
      actions: ["member.joined"],
      ...more,
    }),
    queuePrefix: messaging.prefix,
  });

async function wanted(): Promise<QueueSubscription[]> {
  return selectSubscribers(web);
}

const terms = { reason: "a test needs it", days: 30 };

const show = async (id: string) => showSubscriber(web, admin, { id, standing: { subscriptions, queues } });

test("a new subscriber has its target, stands in the history, and waits for its queue", async () => {
  await add("benefits");
  const { subscriber, history, isInCode } = await show("benefits");
  const policy = { target: ["ALL", "benefits"], action: ["member.joined"] };
  expect(subscriber).toMatchObject({ policy, inForce: { state: "missing" }, queue: null, lacksTarget: false });
  expect(history).toMatchObject([{ act: "registered", policy, by: admin.login }]);
  expect(isInCode).toBe(false);
  await expect(add("benefits")).rejects.toMatchObject({ code: "conflict", field: "id" });
});

test("a plan tells what is missing and nothing once it is made", async () => {
  await add("planned");
  const before = await planTopology({ topics, subscriptions: await wanted() });
  expect(before.filter(({ name }) => name.includes("planned")).map(({ act, kind }) => `${act} ${kind}`)).toEqual([
    "create queue",
    "create queue",
    "create subscription",
  ]);
  await provisionTopology({ topics, subscriptions: await wanted() });
  expect(await planTopology({ topics, subscriptions: await wanted() })).toEqual([]);
  expect((await show("planned")).subscriber).toMatchObject({ inForce: { state: "same" }, queue: { waiting: 0 } });
});

test("a changed policy differs from SNS until it is applied, and both stand in the history", async () => {
  await add("drifting");
  await provisionTopology({ topics, subscriptions: await wanted() });
  await changePolicy(web, admin, {
    id: "drifting",
    policy: '{"action": [{"prefix": "member."}]}',
    policyScope: "MessageAttributes",
  });
  const { subscriber } = await show("drifting");
  const policy = { target: ["ALL", "drifting"], action: [{ prefix: "member." }] };
  expect(subscriber).toMatchObject({ policy, inForce: { state: "differs" } });
  const plan = await planTopology({ topics, subscriptions: await wanted() });
  expect(plan).toMatchObject([{ act: "change", kind: "subscription", changes: [{ name: "FilterPolicy" }] }]);
  await expect(applyPolicy(web, admin, { id: "drifting", seen: "{}", subscriptions })).rejects.toMatchObject({
    code: "conflict",
    field: "seen",
  });
  const seen = "policy" in subscriber.inForce ? subscriber.inForce.policy : "";
  await applyPolicy(web, admin, { id: "drifting", seen, subscriptions });
  const after = await show("drifting");
  expect(after.subscriber.inForce.state).toBe("same");
  expect(after.history.map(({ act }) => act)).toEqual(["applied", "registered", "registered"]);
  const records = await database.owner()`
    select act, result from staff.access_record where what ->> 'subscriber' = 'drifting' order by at`;
  expect(records.map(({ act }) => act)).toEqual(["subscriber.register", "subscriber.policy", "subscriber.apply"]);
});

test("a policy on the body is put in force with its scope, and is marked as one without target", async () => {
  await add("by-body", { actions: [], policy: '{"changed": ["status"]}', policyScope: "MessageBody" });
  await provisionTopology({ topics, subscriptions: await wanted() });
  const made = (await show("by-body")).subscriber;
  expect(made).toMatchObject({ inForce: { state: "same", scope: "MessageBody" }, lacksTarget: true });
  await changePolicy(web, admin, { id: "by-body", policy: '{"changed": ["a"]}', policyScope: "MessageAttributes" });
  await applyPolicy(web, admin, { id: "by-body", seen: '{"changed": ["status"]}', subscriptions });
  const key = { layer: "external", queueName: made.queueName } as const;
  const arn = (await subscriptions.read(key))?.arn;
  const sns = new SNSClient({});
  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
  sns.destroy();
  expect(Attributes?.FilterPolicyScope).toBe("MessageAttributes");
});

test.each([
  ["what SNS refuses", '{"a": "x"}', /"a" must be an object or an array/],
  ["somebody else's target", '{"target": ["ALL", "other"]}', /Its target must be/],
  ["a number that would change", '{"n": [1e3]}', /write numbers plainly/],
  ["a sixth key beside target", '{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1]}', /more than 5 keys/],
  ["no JSON", "{", /failed to parse JSON/],
])("%s is refused as a policy", async (_what, policy, said) => {
  await expect(add("refused", { actions: [], policy })).rejects.toThrow(said);
  await expect(show("refused")).rejects.toMatchObject({ code: "not-found" });
});

test("what is registered by the installation for the member system is not changed by staff", async () => {
  const change = { id: "external-publisher", policy: "{}", policyScope: "MessageAttributes" } as const;
  await expect(changePolicy(web, admin, change)).rejects.toMatchObject({ code: "conflict" });
});

test("a policy that staff changed outlives the next installation", async () => {
  const entry = { ...externalPublisherEntry(messaging.prefix), id: "outside", placement: "external" as const };
  const given = { ...entry, queueName: `${messaging.prefix}outside`, policy: { target: ["ALL", "outside"] } };
  await registerSubscriber(owner, given);
  await changePolicy(web, admin, { id: "outside", policy: '{"action":["x.y"]}', policyScope: "MessageAttributes" });
  await registerSubscriber(owner, given);
  expect((await show("outside")).subscriber.policy).toEqual({ target: ["ALL", "outside"], action: ["x.y"] });
});

test("only the recorder may lack a target without a warning", async () => {
  const { subscribers } = await overviewSubscribers(web, analyst, { subscriptions, queues });
  expect(subscribers.find(({ id }) => id === "recorder")).toMatchObject({ policy: {}, lacksTarget: false });
});

test("when SNS does not answer the list is there without it", async () => {
  const away = { readAll: () => Promise.reject(new Error("SNS is away")) };
  const { subscribers } = await overviewSubscribers(web, analyst, { subscriptions: away, queues });
  expect(new Set(subscribers.map(({ inForce }) => inForce.state))).toEqual(new Set(["unknown"]));
});

test("a token opens the details API until it is revoked, and only its data is listed", async () => {
  await add("asking");
  const { token } = await issueServiceToken(web, admin, { id: "asking", fields: ["state"], ...terms });
  const ask = async () => (await memberDetails(web, { token, memberId: "nobody", ip: null })).kind;
  expect(await ask()).not.toBe("unauthorized");
  const [info] = (await show("asking")).tokens;
  expect(info).toMatchObject({ fields: ["state"], createdBy: admin.login, revokedAt: null });
  expect(JSON.stringify(info)).not.toContain(token);
  await revokeServiceToken(web, admin, { tokenId: info?.tokenId ?? "" });
  expect(await ask()).toBe("unauthorized");
  await expect(revokeServiceToken(web, admin, { tokenId: info?.tokenId ?? "" })).rejects.toMatchObject({
    code: "not-found",
  });
});

test("the message of an event is what the topics get, and the look is recorded", async () => {
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event('m-9', 'thing.changed', '{}') as id`;
  const eventId = row?.id ?? "";
  const message = await eventMessage(web, analyst, { eventId, layer: "internal" });
  expect(message.attributes).toMatchObject({ layer: { Value: "internal" }, target: { Value: "ALL" } });
  expect(JSON.parse(message.body)).toMatchObject({ eventId, memberId: "m-9" });
  const [record] = await database.owner()`
    select member_ids, result from staff.access_record where act = 'event.message' and login = ${analyst.login}`;
  expect(record).toEqual({ member_ids: ["m-9"], result: "shown" });
});

test("an analyst sees and changes nothing", async () => {
  await expect(
    changePolicy(web, analyst, { id: "benefits", policy: "{}", policyScope: "MessageAttributes" }),
  ).rejects.toMatchObject({ code: "forbidden" });
  await expect(issueServiceToken(web, analyst, { id: "benefits", fields: ["state"], ...terms })).rejects.toMatchObject({
    code: "forbidden",
  });
});
