import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import type { MemberscopeMessage, OutgoingMessage } from "../messaging/message.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { insertJob } from "../testing/republish-jobs.ts";
import { asReceived, storeEvent } from "../testing/stored-events.ts";
import { wireFirstLayer } from "../wiring.ts";
import { consumeWithPolicy } from "./consume-with-policy.ts";
import type { Policy, ReplayRule } from "./policy.ts";
import { policySubscriber } from "./policy-subscriber.ts";
import { runPolicy } from "./run-policy.ts";

const database = useDatabase();
let db: Db;
let event: OutgoingMessage;
const published: string[] = [];
const layer = wireFirstLayer(async ({ eventId }) => void published.push(eventId));

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  await database.owner()`create table effect (event_id uuid, replay text)`;
  await database.owner()`grant insert on effect to memberscope_worker`;
  db = connect({ url: database.url("worker"), name: "test", max: 8 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  published.length = 0;
  event = await storeEvent(database.owner());
});

/** Writes a row and raises an event that is caused by the one it follows. */
function writing(replay: ReplayRule = { rule: "again" }, after: () => void = () => {}): Policy {
  return {
    id: "write-effect",
    actions: ["thing.changed"],
    replay,
    ownerDomain: "test",
    description: { ko: "시험", en: "test" },
    async handle(tx, message, raise) {
      const { eventId, memberId } = message.event;
      await tx.execute(sql`insert into effect values (${eventId}::uuid, ${message.replay})`);
      await raise({ memberId, action: "thing.seen", attributes: { place: { to: "x" } }, causationId: eventId });
      after();
      return "written";
    },
  };
}

const run = (policy: Policy, message: MemberscopeMessage) => runPolicy({ db, layer, policy }, message);

async function left() {
  const [row] = await database.owner()<{ effects: number; raised: number }[]>`
    select (select count(*)::int from effect where event_id = ${event.eventId}) as effects,
           (select count(*)::int from event.member_event where causation_id = ${event.eventId}) as raised`;
  const inbox = await database.owner()<{ delivery: string; outcome: string }[]>`
    select delivery, outcome from event.inbox where event_id = ${event.eventId} order by handled_at`;
  return { ...row, inbox: [...inbox] };
}

test("the effect, what it raises and the inbox row are one; what was raised is published after commit", async () => {
  expect(await run(writing(), asReceived(event))).toEqual({ kind: "handled", outcome: "written" });
  expect(await left()).toEqual({ effects: 1, raised: 1, inbox: [{ delivery: "live", outcome: "written" }] });
  expect(published).toHaveLength(1);
});

test("a duplicate and the detector's resends have no effect", async () => {
  await run(writing(), asReceived(event));
  expect(await run(writing(), asReceived(event))).toEqual({ kind: "duplicate" });
  expect(await run(writing(), asReceived(event, { replay: "detector", attempt: "1" }))).toEqual({ kind: "duplicate" });
  expect(await left()).toMatchObject({ effects: 1, raised: 1 });
  expect(published).toHaveLength(1);
});

test("twelve copies at once have one effect", async () => {
  const runs = await Promise.all(Array.from({ length: 12 }, () => run(writing(), asReceived(event))));
  expect(runs.filter(({ kind }) => kind === "handled")).toHaveLength(1);
  expect(await left()).toMatchObject({ effects: 1, raised: 1 });
});

test("a forged message does nothing: neither an id that nobody stored nor a stored one with another text", async () => {
  const message = asReceived(event);
  const unknownId = randomUUID();
  const forged = [
    { ...message, event: { ...message.event, eventId: unknownId } },
    { ...message, body: message.body.replace('"thing.changed"', '"thing.seen"') },
  ];
  for (const one of forged) await expect(run(writing(), one)).rejects.toMatchObject({ code: "not-found" });
  expect(await left()).toEqual({ effects: 0, raised: 0, inbox: [] });
  expect(await database.owner()`select from event.inbox where event_id = ${unknownId}`).toHaveLength(0);
});

test("a message of an event that was rolled back does nothing", async () => {
  let message: MemberscopeMessage | undefined;
  const undone = database.owner().begin(async (tx) => {
    const [row] = await tx<OutgoingMessage[]>`
      select event_id as "eventId", body, sns_attributes as attributes
        from event.store_application_event('m-undone', 'thing.changed', '{"note": {"to": "x"}}')`;
    if (row) message = asReceived(row);
    throw new Error("asked to roll back");
  });
  await expect(undone).rejects.toThrow("asked to roll back");
  if (!message) throw new Error("nothing was stored");
  await expect(run(writing(), message)).rejects.toMatchObject({ code: "not-found" });
  expect(await database.owner()`select from effect where event_id = ${message.event.eventId}`).toHaveLength(0);
});

test("a policy that fails leaves nothing, and the message can be handled later", async () => {
  const failing = writing({ rule: "again" }, () => {
    throw new Error("a defect");
  });
  await expect(run(failing, asReceived(event))).rejects.toThrow("a defect");
  expect(await left()).toEqual({ effects: 0, raised: 0, inbox: [] });
  expect(published).toEqual([]);
  expect(await run(writing(), asReceived(event))).toMatchObject({ kind: "handled" });
});

const order = () => insertJob(database.owner(), [event.eventId]);

test("a message of a job that there is not, or that ordered another event, is not believed", async () => {
  const other = await storeEvent(database.owner());
  for (const replay of [randomUUID(), await insertJob(database.owner(), [other.eventId])]) {
    await expect(run(writing(), asReceived(event, { replay, attempt: "1" }))).rejects.toThrow("No republish job");
  }
  const toOther = await insertJob(database.owner(), [event.eventId], { target: "somebody-else" });
  await expect(run(writing(), asReceived(event, { replay: toOther }))).rejects.toThrow("No republish job");
  expect(await left()).toEqual({ effects: 0, raised: 0, inbox: [] });
});

test("each republish job is handled again, once", async () => {
  const [one, two] = [await order(), await order()];
  for (const replay of [one, one, two]) await run(writing(), asReceived(event, { replay, attempt: "1" }));
  await run(writing(), asReceived(event));
  expect(await left()).toMatchObject({
    effects: 3,
    inbox: [{ delivery: one }, { delivery: two }, { delivery: "live" }],
  });
});

test("a policy that skips replays says so in the inbox and does nothing; the first message it handles", async () => {
  const skipping = writing({ rule: "skip" });
  const outcome = "skipped: replays are not repeated";
  expect(await run(skipping, asReceived(event, { replay: await order() }))).toEqual({ kind: "handled", outcome });
  expect(await left()).toMatchObject({ effects: 0, raised: 0 });
  expect(await run(skipping, asReceived(event))).toMatchObject({ outcome: "written" });
});

test("a policy for recent events repeats a young one and skips an old one", async () => {
  const recent = writing({ rule: "if-recent", withinMs: 600_000 });
  const young = asReceived(event, { replay: await order() });
  expect(await run(recent, young)).toMatchObject({ outcome: "written" });
  const old = {
    ...young,
    replay: await order(),
    event: { ...young.event, occurredAt: new Date(Date.now() - 605_000).toISOString() },
  };
  expect(await run(recent, old)).toMatchObject({ outcome: "skipped: older than 10 minutes" });
  expect(await left()).toMatchObject({ effects: 1 });
});

test("of received messages a failing one comes again and the others are done", async () => {
  const others = [await storeEvent(database.owner()), await storeEvent(database.owner())];
  const received = [event, ...others].map((message) => {
    return {
      message: asReceived(message),
      body: message.body,
      receiptHandle: message.eventId,
      messageId: message.eventId,
      receiveCount: 1,
    };
  });
  const policy: Policy = {
    ...writing(),
    async handle(_tx, message) {
      if (message.event.eventId === event.eventId) throw new Error("a defect");
      return "fine";
    },
  };
  const blamed: unknown[] = [];
  const done = await consumeWithPolicy({ db, layer, policy }, received, (one, error) => blamed.push([one, error]));
  expect(blamed).toEqual([[received[0], new Error("a defect")]]);
  expect(done.map(({ receiptHandle }) => receiptHandle)).toEqual(others.map(({ eventId }) => eventId));
});

test("with the database away the whole batch comes again", async () => {
  const away = connect({ url: "postgres://worker@127.0.0.1:1/none", name: "test", max: 1 });
  const received = [{ message: asReceived(event), body: "", receiptHandle: "1", messageId: "1", receiveCount: 1 }];
  await expect(consumeWithPolicy({ db: away, layer, policy: writing() }, received, () => {})).rejects.toThrow();
  await away.$client.end();
});

test("its registry entry asks for everybody's messages and its own, of its actions", () => {
  expect(policySubscriber(writing({ rule: "skip" }), "p-")).toMatchObject({
    id: "write-effect",
    layer: "internal",
    queueName: "p-write-effect",
    policy: { target: ["ALL", "write-effect"], action: ["thing.changed"] },
    replayRule: "skip",
  });
});
