import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useMessaging } from "../testing/messaging.ts";
import { drainQueue } from "../testing/topology.ts";
import { type SnsProxy, startSnsProxy } from "../testing/wire/sns-proxy.ts";
import type { OutgoingMessage } from "./message.ts";
import { provisionTopology } from "./provision.ts";
import { type Queues, queueClients } from "./queues.ts";
import { type TopicArns, type Topics, topicClients } from "./topic-clients.ts";

const messaging = useMessaging();
const queueName = `${messaging.prefix}all`;
let proxy: SnsProxy;
let arns: TopicArns;
let topics: Topics;
let queues: Queues;

beforeAll(async () => {
  const made = await provisionTopology({
    prefix: messaging.prefix,
    subscriptions: [{ layer: "internal", queueName, policy: {} }],
  });
  arns = { internal: made.internalTopicArn, external: made.externalTopicArn };
  proxy = await startSnsProxy(messaging.snsEndpoint);
  topics = connectTo(proxy.url);
  queues = queueClients();
});
afterAll(async () => {
  topics.close();
  queues.close();
  await proxy.stop();
});

function connectTo(endpoint: string, topicArns: TopicArns = arns): Topics {
  process.env.AWS_ENDPOINT_URL_SNS = endpoint;
  return topicClients(topicArns);
}

function message(body: string, value = "x"): OutgoingMessage {
  return { eventId: body, body, attributes: { note: { Type: "String", Value: value } } };
}

async function freeEndpoint(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
}

const kinds = (outcomes: readonly { kind: string }[]) => outcomes.map(({ kind }) => kind);

test("an accepted message arrives as it was given", async () => {
  proxy.mode = "forward";
  const text = '{"a": 1,  "한글": "띄어쓰기  둘"}';
  expect(await topics.publishOne("internal", message(text, "값"))).toEqual({
    kind: "accepted",
    messageId: expect.stringMatching(/.+/),
  });
  const [one] = await drainQueue(queues, queueName, 1);
  expect(one?.body).toBe(text);
});

test("25 messages go in three requests, and every one has its outcome", async () => {
  proxy.mode = "forward";
  const before = proxy.requests.length;
  const outcomes = await topics.publishBatch(
    "internal",
    Array.from({ length: 25 }, (_, n) => message(`m-${n}`)),
  );
  expect(kinds(outcomes)).toEqual(Array.from({ length: 25 }, () => "accepted"));
  expect(proxy.requests.slice(before)).toEqual(["PublishBatch", "PublishBatch", "PublishBatch"]);
  expect((await drainQueue(queues, queueName, 25)).length).toBe(25);
});

test("a message that SNS refuses takes none of its batch with it", async () => {
  proxy.mode = "forward";
  const outcomes = await topics.publishBatch("internal", [message("good"), message("bad", ""), message("good too")]);
  expect(kinds(outcomes)).toEqual(["accepted", "refused", "accepted"]);
  expect(outcomes[1]).toMatchObject({ senderFault: true });
  expect((await drainQueue(queues, queueName, 2)).map(({ body }) => body).sort()).toEqual(["good", "good too"]);
});

test("an entry that fails inside SNS is told apart from the accepted ones", async () => {
  proxy.mode = { failing: "poison" };
  const outcomes = await topics.publishBatch("internal", [message("good"), message("poison"), message("fine")]);
  expect(kinds(outcomes)).toEqual(["accepted", "refused", "accepted"]);
  expect(outcomes[1]).toEqual({ kind: "refused", senderFault: false, text: "InternalError: failed inside" });
  await drainQueue(queues, queueName, 2);
});

test.each(["throttle", "break"] as const)("SNS that serves nobody (%s) has not taken the message", async (mode) => {
  proxy.mode = mode;
  expect(await topics.publishOne("internal", message("x"))).toMatchObject({ kind: "unreachable" });
});

test("an answer that is lost is unknown, and after the requests in hand the rest is not tried", async () => {
  proxy.mode = "cut";
  const before = proxy.requests.length;
  const outcomes = await topics.publishBatch(
    "internal",
    Array.from({ length: 60 }, (_, n) => message(`m-${n}`)),
  );
  expect(kinds(outcomes)).toEqual(Array.from({ length: 60 }, (_, n) => (n < 40 ? "unknown" : "unreachable")));
  expect(proxy.requests.length - before).toBe(4);
  await drainQueue(queues, queueName, 40);
});

test("SNS that hangs is given up, as unknown", async () => {
  proxy.mode = "hang";
  expect(await topics.publishOne("internal", message("x"))).toMatchObject({
    kind: "unknown",
    text: "TimeoutError: a request has exceeded the configured 5000 ms requestTimeout.",
  });
  proxy.mode = "forward";
});

test("a closed port is unreachable", async () => {
  const nobody = connectTo(await freeEndpoint());
  expect(await nobody.publishOne("internal", message("x"))).toMatchObject({
    kind: "unreachable",
    text: expect.stringMatching(/^(?!Error).*ECONNREFUSED/),
  });
  nobody.close();
});

test("a topic that is not there is a fault of the set-up, not of the message", async () => {
  const lost = connectTo(proxy.url, { internal: `${arns.internal}-gone`, external: "nonsense" });
  expect(await lost.publishOne("internal", message("x"))).toMatchObject({ kind: "unreachable" });
  expect(await lost.publishOne("external", message("x"))).toMatchObject({ kind: "unreachable" });
  lost.close();
});
