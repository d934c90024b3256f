import { afterAll, beforeAll, expect, test } from "vitest";
import { useMessaging } from "../testing/messaging.ts";
import { drainQueue } from "../testing/topology.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { moveDeadLetters } from "./move-dead-letters.ts";
import { provisionTopology } from "./provision.ts";
import { deadLetterQueueOf, isNoQueue, type Queues, queueClients } from "./queues.ts";
import { topicClients } from "./topic-clients.ts";

const messaging = useMessaging();
let queues: Queues;
beforeAll(() => {
  queues = queueClients();
});
afterAll(() => queues.close());

test("twelve dead letters come back as they were, and none is left behind", async () => {
  const queueName = `${messaging.prefix}queue`;
  const subscriptions = [{ layer: "internal" as const, queueName, policy: {} }];
  const made = await provisionTopology({ prefix: messaging.prefix, subscriptions });
  const topics = topicClients({ internal: made.internalTopicArn, external: made.externalTopicArn });
  const sent = Array.from({ length: 12 }, (_, n) => `message ${n}`);
  const attributes = { target: { Type: "String", Value: "ALL" }, changed: { Type: "String.Array", Value: '["a"]' } };
  for (const body of sent) await topics.publishOne("internal", { eventId: body, body, attributes });
  topics.close();
  const dead = deadLetterQueueOf(queueName);

  await waitUntil("the dead letters", async () => {
    if ((await queues.counts(queueName)).waiting > 0) {
      await queues.receive(queueName, { visibilityS: 0, signal: AbortSignal.timeout(30_000) });
    }
    return (await queues.counts(dead)).waiting === 12;
  });

  expect(await moveDeadLetters(queueName)).toBe(12);
  expect((await drainQueue(queues, queueName, 12)).map(({ body }) => body).sort()).toEqual(sent.sort());
  expect(await queues.counts(dead)).toEqual({ waiting: 0, inFlight: 0 });
  expect(await moveDeadLetters(queueName)).toBe(0);
});

test("a queue that is not there is named as such", async () => {
  const error: unknown = await moveDeadLetters(`${messaging.prefix}nobody`).catch((thrown: unknown) => thrown);
  expect(isNoQueue(error)).toBe(true);
});
