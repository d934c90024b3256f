import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { OutgoingMessage } from "../../messaging/message.ts";
import type { PublishOutcome } from "../../messaging/publish-outcome.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { insertTestSubscribers, makeOrder } from "../../testing/republish-jobs.ts";
import { storeEvent } from "../../testing/stored-events.ts";
import { resumeJob } from "../order/control-job.ts";
import { createJob } from "../order/create-job.ts";
import { findJob } from "../outcome/find-job.ts";
import { listItems } from "../outcome/list-items.ts";
import { claimItems } from "./claim-items.ts";
import { leaseJob } from "./lease-job.ts";
import { recordItems } from "./record-items.ts";
import { runJobs } from "./run-jobs.ts";

const database = useDatabase();
let web: Db;
let worker: Db;
let admin: Actor;
/** What SNS took, in order. */
let sent: string[];
/** What SNS answers to an event; one without an answer is taken. */
let answers: Map<string, PublishOutcome>;

const topics = {
  async publishBatch(_: unknown, messages: readonly OutgoingMessage[]): Promise<PublishOutcome[]> {
    return messages.map(({ eventId }) => {
      const answer = answers.get(eventId);
      if (answer === undefined) sent.push(eventId);
      return answer ?? { kind: "accepted", messageId: "m" };
    });
  },
};
const refused: PublishOutcome = { kind: "refused", senderFault: true, text: "wrong" };

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  worker = connect({ url: database.url("worker"), name: "test", max: 4 });
  admin = await makeActor(database.owner(), "admin");
});
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));
beforeEach(async () => {
  sent = [];
  answers = new Map();
  await database.owner()`update republish.job set state = 'cancelled', lease_until = null`;
});

/** A job with the order `hold` over two events of one member and one of another, in this order. */
async function orderHeld(given: { firstLot?: number } = {}) {
  const eventIds: string[] = [];
  for (const memberId of ["one", "one", "other"]) {
    eventIds.push((await storeEvent(database.owner(), { memberId })).eventId);
  }
  const order = makeOrder({ selection: { eventIds }, order: "hold", target: "external-publisher", ...given });
  const { jobId } = await createJob(web, admin, order);
  const [first = "", second = "", another = ""] = eventIds;
  const statesOf = async () => {
    const { items } = await listItems(web, admin, { jobId });
    return eventIds.map((id) => items.find(({ eventId }) => eventId === id)?.state);
  };
  return { jobId, first, second, another, statesOf };
}

test("with hold, later events of a member stay back in the turns after the one in which one failed", async () => {
  const { jobId, first, another, statesOf } = await orderHeld({ firstLot: 1 });
  answers.set(first, refused);
  await runJobs(worker, { topics });
  expect(await findJob(web, jobId)).toMatchObject({ state: "paused", counts: { failed: 1, waiting: 2 } });
  await resumeJob(web, admin, { jobId });
  await runJobs(worker, { topics });
  expect(sent).toEqual([another]);
  expect(await statesOf()).toEqual(["failed", "skipped", "sent"]);
});

test("with hold, whoever takes over a killed worker's job holds back what that one would have held", async () => {
  const { jobId, first, another, statesOf } = await orderHeld();
  const killed = await leaseJob(worker);
  if (killed?.jobId !== jobId) throw new Error("another job was open");
  await worker.transaction((tx) => claimItems(tx, killed, 1));
  await recordItems(worker, killed, [{ eventId: first, attempt: 1, outcome: refused }]);
  await database.owner()`update republish.job set lease_until = clock_timestamp() - interval '1 second' where id = ${jobId}`;
  await runJobs(worker, { topics });
  expect(sent).toEqual([another]);
  expect(await statesOf()).toEqual(["failed", "skipped", "sent"]);
});

test("with hold, an event whose answers are lost goes again before the member's later ones, and holds them back once given up", async () => {
  const { jobId, first, another, statesOf } = await orderHeld();
  answers.set(first, { kind: "unknown", text: "no answer" });
  for (let turn = 0; turn < 4; turn += 1) {
    await database.owner()`update republish.job set next_at = clock_timestamp() where id = ${jobId}`;
    await runJobs(worker, { topics });
  }
  expect(sent).toEqual([another]);
  expect(await statesOf()).toEqual(["unknown", "skipped", "sent"]);
});
