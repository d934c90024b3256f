import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { DeadLetters } from "../messaging/dead-letters.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { storeEvent } from "../testing/stored-events.ts";
import { useDeadLetterQueue } from "../testing/wire/dead-letter-queue.ts";
import { orderLetterAct } from "./act/order-letter-act.ts";
import { runLetterActs } from "./act/run-letter-acts.ts";
import { recentLetterActs } from "./act/select-letter-acts.ts";
import { listDeadLetterQueues } from "./read/list-queues.ts";
import { readLetters } from "./read/read-letters.ts";

const database = useDatabase();
const messaging = useMessaging();
const { hands, queueName, die, dieAsEvent, read, order, show, carryOut, drain } = useDeadLetterQueue(
  database,
  messaging,
);

test("letters are grouped by cause and action, linked to their events, and none is taken away", async () => {
  const { web, admin, deadLetters, queue } = hands();
  const given = [await dieAsEvent(), await dieAsEvent()];
  const handled = await dieAsEvent();
  await database.owner()`insert into event.inbox (handler, event_id, member_id, delivery, outcome) select ${queue}, id, member_id, 'live', 'done' from event.member_event where id = ${handled}`;
  await die("no JSON at all");
  await die('{"some": "json"}');
  const rolledBack = await storeEvent(database.owner());
  await die(rolledBack.body.replace(rolledBack.eventId, "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b"), rolledBack.attributes);

  const { groups, letters, partial, queue: counts } = await read();
  expect(groups.map(({ cause, action, count }) => [cause, action, count])).toEqual([
    ["given-up", "thing.changed", 2],
    ["handled", "thing.changed", 1],
    ["not-json", null, 1],
    ["not-ours", null, 1],
    ["unknown-event", "thing.changed", 1],
  ]);
  expect(
    letters
      .filter(({ cause }) => cause === "given-up")
      .map(({ eventId }) => eventId)
      .sort(),
  ).toEqual(given.sort());
  expect({ partial, counts }).toMatchObject({ partial: false, counts: { waiting: 6, invisible: 0 } });
  // At once, and as often as one likes.
  expect((await read()).letters.map(({ id }) => id).sort()).toEqual(letters.map(({ id }) => id).sort());
  const [first] = await listDeadLetterQueues(web, admin, deadLetters);
  expect(first).toMatchObject({ subscriber: queue, waiting: 6 });
  const looks = await database.owner()`
    select act, cardinality(member_ids) as members from staff.access_record where what ->> 'queue' = ${queueName()}`;
  expect(looks[0]).toEqual({ act: "dead-letters.read", members: 3 });
});

test("what a handler said is the cause, and letters that differ in their ids only are one group", async () => {
  for (let n = 0; n < 3; n += 1) await dieAsEvent();
  const letters = (await read()).letters.map(({ id }) => id);
  for (const [at, id] of letters.entries()) {
    await database.owner()`
      insert into event.failing_message (queue_name, message_id, error, tries)
      values (${queueName()}, ${id}, ${at < 2 ? `no member 9000012${at}` : "the table is locked"}, 5)`;
  }
  const { groups } = await read();
  expect(groups.map(({ error, count }) => [error, count])).toEqual([
    ["no member …", 2],
    ["the table is locked", 1],
  ]);
  const selection = { kind: "group", cause: "given-up", error: "no member …", action: "thing.changed" } as const;
  const { actId } = await order({ selection });
  expect(await carryOut(actId)).toMatchObject({ done: 2 });
  const failing = await database.owner()`select error from event.failing_message where queue_name = ${queueName()}`;
  expect(failing).toEqual([{ error: "the table is locked" }]);
});

test("two who look at the same time see the same letters", async () => {
  for (let n = 0; n < 12; n += 1) await die(`letter ${n}`);
  const looks = await Promise.all([read(), read()]);
  expect(looks.map(({ letters }) => letters.length)).toEqual([12, 12]);
});

test("all come back as they were, the act says how many, and its record stands with it", async () => {
  const { deadLetters } = hands();
  const bodies = Array.from({ length: 23 }, (_, n) => `letter ${n}`);
  const attributes = { target: { Type: "String", Value: "ALL" }, changed: { Type: "String.Array", Value: '["a"]' } };
  for (const body of bodies) await die(body, attributes);
  const { actId } = await order();
  expect(await carryOut(actId)).toMatchObject({ state: "done", wanted: 23, done: 23, awaited: 0, queue: queueName() });
  expect((await drain(23)).map(({ body }) => body).sort()).toEqual(bodies.sort());
  expect(await deadLetters.counts(queueName())).toEqual({ waiting: 0, inFlight: 0 });
  const records = await database.owner()`
    select act, reason, what from staff.access_record where what ->> 'actId' = ${actId}`;
  expect(records).toMatchObject([
    { act: "dead-letters.redrive", reason: "the handler was repaired", what: { queue: queueName() } },
  ]);
});

test("chosen letters come back, the others stay and can be seen at once", async () => {
  const { deadLetters } = hands();
  for (let n = 0; n < 15; n += 1) await die(`letter ${n}`);
  const chosen = (await read()).letters.slice(3, 5);
  const { actId } = await order({ selection: { kind: "some", ids: chosen.map(({ id }) => id) } });
  expect(await carryOut(actId)).toMatchObject({ wanted: 2, done: 2 });
  expect((await drain(2)).map(({ body }) => body).sort()).toEqual(chosen.map(({ body }) => body).sort());
  expect(await deadLetters.counts(queueName())).toEqual({ waiting: 13, inFlight: 0 });
});

test("a group is discarded, the others stay, and what was discarded is written down with its event", async () => {
  const { queues } = hands();
  const eventId = await dieAsEvent();
  await die("no JSON");
  await die("no JSON either");
  const { actId } = await order({
    act: "discard",
    selection: { kind: "group", cause: "given-up", error: null, action: "thing.changed" },
  });
  expect(await carryOut(actId)).toMatchObject({ act: "discard", done: 1, wanted: null });
  expect(await database.owner()`select event_id from event.letter_item where act_id = ${actId}`).toEqual([
    { event_id: eventId },
  ]);
  expect((await read()).groups).toMatchObject([{ cause: "not-json", count: 2 }]);
  expect((await queues.counts(queueName())).waiting).toBe(0);
});

test("letters that a killed program has in hand are waited for and brought back", async () => {
  const { worker, deadLetters } = hands();
  for (let n = 0; n < 3; n += 1) await die(`letter ${n}`);
  expect(await deadLetters.receive(queueName(), { visibilityS: 2 })).toHaveLength(3);
  const { actId } = await order();
  await runLetterActs({ db: worker, deadLetters });
  expect(await show(actId)).toMatchObject({ state: "running", done: 0, awaited: 3 });
  expect(await carryOut(actId)).toMatchObject({ state: "done", done: 3, awaited: 0 });
  expect(await drain(3)).toHaveLength(3);
});

test("a letter that dies after the order is none of its business", async () => {
  await die("before");
  const { actId } = await order();
  await database.owner()`update event.letter_act set requested_at = clock_timestamp() where id = ${actId}`;
  await die("after");
  expect(await carryOut(actId)).toMatchObject({ state: "done", done: 1 });
  expect((await read()).letters.map(({ body }) => body)).toEqual(["after"]);
});

test("two workers at once bring each letter back once", async () => {
  const { worker, deadLetters } = hands();
  for (let n = 0; n < 30; n += 1) await die(`letter ${n}`);
  const { actId } = await order();
  const took = await Promise.all([1, 2, 3].map(() => runLetterActs({ db: worker, deadLetters })));
  expect(took.filter(Boolean)).toHaveLength(1);
  expect(await carryOut(actId)).toMatchObject({ done: 30 });
  expect(await drain(30)).toHaveLength(30);
});

test("an act whose worker was killed goes on once its lease is over, and the killed one's writes are refused", async () => {
  const { worker, deadLetters } = hands();
  await die("letter");
  const { actId } = await order();
  const slow: DeadLetters = {
    ...deadLetters,
    async receive(name, options) {
      const letters = await deadLetters.receive(name, options);
      // Another worker took it over meanwhile.
      await database.owner()`update event.letter_act set fence = fence + 1, lease_until = null where id = ${actId}`;
      return letters;
    },
  };
  await runLetterActs({ db: worker, deadLetters: slow });
  expect(await show(actId)).toMatchObject({ state: "running", done: 0 });
  expect(await carryOut(actId)).toMatchObject({ state: "done", done: 1 });
  expect(await drain(1)).toHaveLength(1);
});

test("what SQS does not do is said at the act, and done as soon as it answers", async () => {
  const { worker, deadLetters } = hands();
  await die("letter");
  const { actId } = await order();
  const away: DeadLetters = { ...deadLetters, sendBack: () => Promise.reject(new Error("connect ECONNREFUSED")) };
  await runLetterActs({ db: worker, deadLetters: away });
  expect(await show(actId)).toMatchObject({ state: "running", error: "connect ECONNREFUSED" });
  expect(await deadLetters.counts(queueName())).toEqual({ waiting: 1, inFlight: 0 });
  expect(await carryOut(actId)).toMatchObject({ state: "done", done: 1, error: null });
});

test("a rate is kept", async () => {
  for (let n = 0; n < 6; n += 1) await die(`letter ${n}`);
  const { actId } = await order({ rate: 4 });
  const began = performance.now();
  await carryOut(actId);
  expect(performance.now() - began).toBeGreaterThan(1400);
});

test("the same order twice is one act, another one with its key is refused", async () => {
  const { web, admin, queue } = hands();
  const idempotencyKey = randomUUID();
  const first = await order({ idempotencyKey });
  expect(await order({ idempotencyKey })).toEqual(first);
  await expect(order({ idempotencyKey, act: "discard" })).rejects.toMatchObject({ code: "conflict" });
  expect(await recentLetterActs(web, admin, { queue })).toHaveLength(1);
  await carryOut(first.actId);
});

test("who may not is refused, and nobody's queue is named as such", async () => {
  const { web, admin, deadLetters, queue } = hands();
  const analyst = await makeActor(database.owner(), "analyst");
  const agent = await makeActor(database.owner(), "agent");
  const refused = {
    idempotencyKey: randomUUID(),
    queue,
    act: "redrive",
    selection: { kind: "all" },
    rate: 1,
    reason: "let me",
  } as const;
  await expect(orderLetterAct(web, analyst, refused)).rejects.toMatchObject({ code: "forbidden" });
  await expect(readLetters(web, agent, { queue, deadLetters })).rejects.toMatchObject({ code: "forbidden" });
  await expect(readLetters(web, admin, { queue: "nobody", deadLetters })).rejects.toMatchObject({
    code: "not-found",
    field: "queue",
  });
});
