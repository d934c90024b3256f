import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { connect, type Db } from "../../db.ts";
import { orderLetterAct } from "../../dead-letters/act/order-letter-act.ts";
import { runLetterActs } from "../../dead-letters/act/run-letter-acts.ts";
import { showLetterAct } from "../../dead-letters/act/select-letter-acts.ts";
import { readLetters } from "../../dead-letters/read/read-letters.ts";
import { type DeadLetters, deadLetterClients } from "../../messaging/dead-letters.ts";
import { provisionTopology } from "../../messaging/provision.ts";
import { deadLetterQueueOf, type Queues, queueClients, type ReceivedMessage } from "../../messaging/queues.ts";
import type { Actor } from "../../staff/actor.ts";
import { registerSubscriber } from "../../subscribers/register-subscriber.ts";
import type { LetterOrder } from "../../vocabulary/dead-letter.ts";
import { makeActor } from "../actors.ts";
import { insertTestCatalog } from "../catalog.ts";
import type { TestDatabase } from "../database.ts";
import type { TestMessaging } from "../messaging.ts";
import { storeEvent } from "../stored-events.ts";
import { drainQueue } from "../topology.ts";

/** What a test of dead letters has at hand, from its beginning to its end. */
type Hands = { web: Db; worker: Db; admin: Actor; deadLetters: DeadLetters; queues: Queues; queue: string };

/** Gives each test of a file a subscriber of its own, without dead letters, and what is done with them. Call it at the top of the file, once. */
export function useDeadLetterQueue(database: TestDatabase, messaging: TestMessaging) {
  let hands: Hands;
  beforeAll(async () => {
    await insertTestCatalog(database.owner());
    const web = connect({ url: database.url("web"), name: "test", max: 2 });
    const worker = connect({ url: database.url("worker"), name: "test", max: 4 });
    const admin = await makeActor(database.owner(), "admin");
    hands = { web, worker, admin, deadLetters: deadLetterClients(), queues: queueClients(), queue: "" };
  });
  afterAll(async () => {
    const { web, worker, deadLetters, queues } = hands;
    deadLetters.close();
    queues.close();
    await Promise.all([web.$client.end(), worker.$client.end()]);
  });
  beforeEach(async () => {
    const queue = `policy-${randomUUID().slice(0, 8)}`;
    const queueName = `${messaging.prefix}${queue}`;
    const owner = connect({ url: database.url(), name: "test", max: 1 });
    const own = {
      id: queue,
      layer: "internal",
      ownerDomain: "test",
      placement: "internal",
      replayRule: "again",
    } as const;
    const policy = { target: ["ALL", queue] };
    await registerSubscriber(owner, { ...own, description: { ko: "x", en: "x" }, queueName, policy });
    await owner.$client.end();
    await provisionTopology({ prefix: messaging.prefix, subscriptions: [{ layer: "internal", queueName, policy }] });
    hands.queue = queue;
  });

  const queueName = () => `${messaging.prefix}${hands.queue}`;

  /** Puts a text straight into the dead-letter queue, as if it had been received five times in vain. */
  async function die(body: string, attributes: Record<string, { Type: string; Value: string }> = {}): Promise<void> {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, { Type, Value }]) => [name, { DataType: Type, StringValue: Value }]),
    );
    const asNew = { id: "", attributes, sentAt: "", receiveCount: 0, receiptHandle: "" };
    const letter = { ...asNew, body, whole: { MessageAttributes, Attributes: undefined } };
    await hands.deadLetters.sendBack(deadLetterQueueOf(queueName()), [letter]);
  }

  async function dieAsEvent(): Promise<string> {
    const { eventId, body, attributes } = await storeEvent(database.owner());
    await die(body, attributes);
    return eventId;
  }

  const read = () => {
    const { web, admin, queue, deadLetters } = hands;
    return readLetters(web, admin, { queue, deadLetters });
  };

  function order(given: Partial<LetterOrder> = {}) {
    const plain = {
      act: "redrive",
      selection: { kind: "all" },
      rate: 500,
      reason: "the handler was repaired",
    } as const;
    const { web, admin, queue } = hands;
    return orderLetterAct(web, admin, { idempotencyKey: randomUUID(), queue, ...plain, ...given });
  }

  const show = (actId: string) => showLetterAct(hands.web, hands.admin, { actId });

  /** A turn that does not wait until the act is due. */
  async function takeTurn(actId: string, deadLetters = hands.deadLetters) {
    await database.owner()`update event.letter_act set next_at = clock_timestamp() where id = ${actId} and next_at > clock_timestamp()`;
    await runLetterActs({ db: hands.worker, deadLetters });
    return show(actId);
  }

  /** All turns to the end. */
  async function carryOut(actId: string) {
    for (;;) {
      const act = await takeTurn(actId);
      if (act.finishedAt !== null) return act;
    }
  }

  const drain = (count: number): Promise<ReceivedMessage[]> => drainQueue(hands.queues, queueName(), count);

  return { hands: () => hands, queueName, die, dieAsEvent, read, order, show, takeTurn, carryOut, drain };
}
