import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { useMessaging } from "../testing/messaging.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { type Consumer, consumeQueue } from "./consume-queue.ts";
import { provisionTopology } from "./provision.ts";
import { deadLetterQueueOf, type Queues, queueClients } from "./queues.ts";
import { type Topics, topicClients } from "./topic-clients.ts";

const messaging = useMessaging();
let queues: Queues;
let topics: Topics;
let queueName: string;
let tests = 0;
beforeAll(() => {
  queues = queueClients();
});
afterAll(() => queues.close());
beforeEach(async () => {
  tests += 1;
  const prefix = `${messaging.prefix}${tests}-`;
  queueName = `${prefix}queue`;
  const made = await provisionTopology({ prefix, subscriptions: [{ layer: "internal", queueName, policy: {} }] });
  topics = topicClients({ internal: made.internalTopicArn, external: made.externalTopicArn });
  return () => topics.close();
});

const send = (body: string) => topics.publishOne("internal", { eventId: body, body, attributes: {} });

/** Consumes until `isOver`, then stops the loop and waits for its end. */
async function consume(
  consumer: Omit<Consumer, "queueName" | "isReady"> & Partial<Consumer>,
  isOver: () => Promise<boolean> | boolean,
) {
  const stop = new AbortController();
  const running = consumeQueue(
    queues,
    { queueName, isReady: async () => {}, retryAfterS: () => 0, ...consumer },
    stop.signal,
  );
  await waitUntil("the messages", isOver);
  stop.abort();
  await running;
}

test("what is done leaves the queue; a message that always fails is dead after five receives, and the others go on", async () => {
  for (const body of ["bad", "good 1", "good 2"]) await send(body);
  const handled: string[] = [];
  await consume(
    {
      async handle(messages) {
        handled.push(...messages.map(({ body }) => body));
        return messages.filter(({ body }) => body !== "bad");
      },
    },
    async () => (await queues.counts(deadLetterQueueOf(queueName))).waiting === 1,
  );
  expect(handled.filter((body) => body === "bad")).toHaveLength(5);
  expect(handled.filter((body) => body !== "bad").sort()).toEqual(["good 1", "good 2"]);
  expect(await queues.counts(queueName)).toEqual({ waiting: 0, inFlight: 0 });
});

test("an outage of what the handler needs uses up one receive, however long it lasts", async () => {
  await send("patient");
  let isAway = true;
  let asked = 0;
  const receives: number[] = [];
  await consume(
    {
      async handle(messages) {
        receives.push(...messages.map(({ receiveCount }) => receiveCount));
        if (isAway) throw new Error("the database is away");
        return messages;
      },
      async isReady() {
        asked += 1;
        if (asked > 3) isAway = false;
        if (isAway) throw new Error("the database is away");
      },
    },
    () => receives.length === 2,
  );
  expect(receives).toEqual([1, 2]);
  expect(asked).toBe(4);
  expect(await queues.counts(queueName)).toEqual({ waiting: 0, inFlight: 0 });
});

test("a stop ends an idle long poll at once and lets the step in hand finish", async () => {
  const began = performance.now();
  await consume({ handle: async (messages) => messages }, () => true);
  expect(performance.now() - began).toBeLessThan(10_000);

  await send("slow");
  const gate = Promise.withResolvers<void>();
  let isHandling = false;
  const stop = new AbortController();
  const consumer: Consumer = {
    queueName,
    isReady: async () => {},
    async handle(messages) {
      isHandling = true;
      await gate.promise;
      return messages;
    },
  };
  const running = consumeQueue(queues, consumer, stop.signal);
  await waitUntil("the handler", () => isHandling);
  stop.abort();
  gate.resolve();
  await running;
  expect(await queues.counts(queueName)).toEqual({ waiting: 0, inFlight: 0 });
});

test("an outage of minutes drives nothing into the dead-letter queue: a message comes again after 2, 10, 60 and 300 s, and is dead after the fifth time at once", async () => {
  await send("bad");
  const waits: number[] = [];
  // Waits are noted as they are asked for, and not waited for.
  const hasty: Queues = {
    ...queues,
    release(name, messages) {
      waits.push(...messages.map(({ afterS }) => afterS));
      return queues.release(
        name,
        messages.map((message) => ({ ...message, afterS: 0 })),
      );
    },
  };
  const stop = new AbortController();
  const handle = async () => [];
  const running = consumeQueue(hasty, { queueName, isReady: async () => {}, handle }, stop.signal);
  await waitUntil("five receives", () => waits.length === 5);
  stop.abort();
  await running;
  expect(waits).toEqual([2, 10, 60, 300, 0]);
});

test("while it may not receive, everything stays in the queue with all its receives, and comes when it may", async () => {
  await send("order");
  const asked: string[] = [];
  await consume(
    {
      mayReceive: async () => asked.push("") > 2,
      async handle(messages) {
        asked.push(...messages.map(({ receiveCount }) => `receive ${receiveCount}`));
        return messages;
      },
    },
    () => asked.some((one) => one !== ""),
  );
  expect(asked.slice(0, 4)).toEqual(["", "", "", "receive 1"]);
});
