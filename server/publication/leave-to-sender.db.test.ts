import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { domainTransaction } from "../application-events/domain-transaction.ts";
import { connect, type Db } from "../db.ts";
import type { OutgoingMessage } from "../messaging/message.ts";
import type { PublishOutcome } from "../messaging/publish-outcome.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { wireFirstLayer } from "../wiring.ts";
import { leaveToSender } from "./leave-to-sender.ts";
import { internalPublisher } from "./publish-internal.ts";

const database = useDatabase();
let db: Db;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  await database.owner()`delete from event.outage`;
});

/** Acts once while SNS answers so; gives how the event waits then. */
async function actWhile(outcome: PublishOutcome, given: { restMs?: number } = {}) {
  const sender = leaveToSender(db);
  const publish = async (messages: readonly OutgoingMessage[]) => messages.map(() => outcome);
  const publisher = internalPublisher(publish, { leave: sender.leave, ...given });
  const layer = wireFirstLayer(publisher.publish);
  const raised = { memberId: "m-1", action: "thing.changed", attributes: { note: { to: "x" } } };
  const ids = [
    await domainTransaction(db, layer, (_, raise) => raise(raised)),
    await domainTransaction(db, layer, (_, raise) => raise(raised)),
  ];
  await publisher.drain();
  await sender.settled();
  const rows = await database.owner()<{ isFirst: boolean; attempts: number; dueInMs: number }[]>`
    select next_at = stored_at as "isFirst", attempts, (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as "dueInMs"
      from event.pending where event_id = any(${ids}::uuid[]) and layer = 1 order by event_id`;
  return [...rows];
}

test("what SNS does not take is due at once as a first message, and so is what is not even tried", async () => {
  const rows = await actWhile({ kind: "unreachable", text: "away" }, { restMs: 60_000 });
  expect(rows).toMatchObject([
    { isFirst: true, attempts: 0 },
    { isFirst: true, attempts: 0 },
  ]);
});

test("a topic that does not answer is named at once, and a message that it refuses names nobody", async () => {
  const named = () => database.owner()`select part, error from event.outage`;
  await actWhile({ kind: "refused", senderFault: true, text: "no" });
  expect(await named()).toEqual([]);
  await actWhile({ kind: "unknown", text: "TimeoutError" });
  expect(await named()).toEqual([{ part: "topic:internal", error: "TimeoutError" }]);
});

test("what SNS refuses is due at once, for the sender to say why", async () => {
  const rows = await actWhile({ kind: "refused", senderFault: true, text: "no" });
  expect(rows).toMatchObject([{ isFirst: true }, { isFirst: true }]);
});

test("an answer that was lost may have been a yes: the event is due in five seconds, as a repetition", async () => {
  const [lost] = await actWhile({ kind: "unknown", text: "reset" });
  expect(lost).toMatchObject({ isFirst: false, attempts: 1 });
  expect(lost?.dueInMs).toBeLessThanOrEqual(5000);
});

test("what SNS took keeps the detector's time", async () => {
  const rows = await actWhile({ kind: "accepted", messageId: "1" });
  expect(rows[0]?.dueInMs).toBeGreaterThan(200_000);
});
