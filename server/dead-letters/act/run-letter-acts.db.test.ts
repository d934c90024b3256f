import { expect, test } from "vitest";
import type { DeadLetters } from "../../messaging/dead-letters.ts";
import { useDatabase } from "../../testing/database.ts";
import { useMessaging } from "../../testing/messaging.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { useDeadLetterQueue } from "../../testing/wire/dead-letter-queue.ts";
import type { LetterSelection } from "../../vocabulary/dead-letter.ts";
import { leaseLetterAct } from "./lease-letter-act.ts";

const database = useDatabase();
const messaging = useMessaging();
const { hands, queueName, die, dieAsEvent, read, order, show, takeTurn, carryOut, drain } = useDeadLetterQueue(
  database,
  messaging,
);

/** Three letters of one kind, of which SQS refuses whatever `refused` names once. */
async function failOnce(refused: Partial<DeadLetters>, selection: (ids: string[]) => LetterSelection) {
  for (let n = 0; n < 3; n += 1) await dieAsEvent();
  const ids = (await read()).letters.map(({ id }) => id);
  for (const id of ids) {
    await database.owner()`
      insert into event.failing_message (queue_name, message_id, error, tries) values (${queueName()}, ${id}, 'no room', 5)`;
  }
  const { actId } = await order({ selection: selection(ids) });
  const act = await takeTurn(actId, { ...hands().deadLetters, ...refused });
  return { actId, act };
}

const away = () => Promise.reject(new Error("connect ECONNREFUSED"));
const group: LetterSelection = { kind: "group", cause: "given-up", error: "no room", action: "thing.changed" };
const kinds: [string, (ids: string[]) => LetterSelection, number][] = [
  ["all", () => ({ kind: "all" }), 3],
  ["some", (ids) => ({ kind: "some", ids: ids.slice(1) }), 2],
  ["group", () => group, 3],
];

for (const [kind, selection, count] of kinds) {
  test(`${kind}: what SQS did not take is not done, keeps its cause, and is brought back later`, async () => {
    const { actId, act } = await failOnce({ sendBack: away }, selection);
    expect(act).toMatchObject({ state: "running", done: 0, error: "connect ECONNREFUSED" });
    expect((await read()).groups).toMatchObject([{ error: "no room", count: 3 }]);
    expect(await carryOut(actId)).toMatchObject({ state: "done", done: count });
    expect(await drain(count)).toHaveLength(count);
    expect(await hands().deadLetters.counts(queueName())).toEqual({ waiting: 3 - count, inFlight: 0 });
  });
}

test("a letter whose copy was handled before it could be removed is still the act's own", async () => {
  const { actId } = await failOnce({ remove: away }, () => group);
  await database.owner()`
    insert into event.inbox (handler, event_id, member_id, delivery, outcome)
    select ${hands().queue}, id, member_id, 'live', 'done' from event.member_event
        on conflict do nothing`;
  expect((await read()).groups).toMatchObject([{ cause: "handled", count: 3 }]);
  expect(await carryOut(actId)).toMatchObject({ state: "done", done: 3 });
  expect(await hands().deadLetters.counts(queueName())).toEqual({ waiting: 0, inFlight: 0 });
});

test("chosen letters of which a part was brought back are all brought back, each once", async () => {
  const { deadLetters } = hands();
  for (let n = 0; n < 5; n += 1) await die(`letter ${n}`);
  const ids = (await read()).letters.map(({ id }) => id);
  const { actId } = await order({ selection: { kind: "some", ids }, rate: 2 });
  let sent = 0;
  const breaking: DeadLetters = {
    ...deadLetters,
    sendBack: (name, letters) => (++sent === 2 ? away() : deadLetters.sendBack(name, letters)),
  };
  expect(await takeTurn(actId, breaking)).toMatchObject({ state: "running", done: 2, wanted: 5 });
  expect(await carryOut(actId)).toMatchObject({ state: "done", done: 5, wanted: 5 });
  expect(new Set((await drain(5)).map(({ body }) => body)).size).toBe(5);
});

test("of two acts on one queue one is carried out at a time, though two workers look at the same moment", async () => {
  const { worker } = hands();
  await die("letter");
  const acts = [await order(), await order({ act: "discard" })];
  const second = Promise.withResolvers<unknown>();
  let isSettled = false;
  const first = await worker.transaction(async (tx) => {
    const lease = await leaseLetterAct(tx);
    leaseLetterAct(worker)
      .then(second.resolve, second.reject)
      .finally(() => {
        isSettled = true;
      });
    await waitUntil("the second worker waits or has its answer", async () => {
      const waiting = await database.owner()`select from pg_locks where not granted and locktype = 'advisory'`;
      return isSettled || waiting.length > 0;
    });
    return lease;
  });
  expect(first?.id).toBe(acts[0]?.actId);
  expect(await second.promise).toBeNull();
  expect(await show(acts[1]?.actId ?? "")).toMatchObject({ state: "waiting" });
});
