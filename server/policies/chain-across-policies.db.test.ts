import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { domainTransaction, type StoredMessage } from "../application-events/domain-transaction.ts";
import { connect, type Db } from "../db.ts";
import { migrateDemo } from "../demo/migrate-demo.ts";
import { showEvent } from "../event-storage/show-event.ts";
import { joinMember } from "../members/join-member.ts";
import { logIn } from "../members/log-in.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { insertJob } from "../testing/republish-jobs.ts";
import { asReceived } from "../testing/stored-events.ts";
import { wireFirstLayer } from "../wiring.ts";
import { logOutElsewhere } from "./log-out-elsewhere.ts";
import { logOutOthersHere } from "./log-out-others-here.ts";
import { recordDevice } from "./record-device.ts";
import { runPolicy } from "./run-policy.ts";

const database = useDatabase();
let db: Db;
let web: Db;
const published: StoredMessage[] = [];
const layer = wireFirstLayer(async (message) => void published.push(message));
const on = (deviceId: string) => ({ deviceId, ip: "192.0.2.1", channel: "app", device: "iPad" }) as const;
const given = { name: "A", phone: "010-0123-4567", email: "a@example.com", address: "A B", identityVerified: true };

beforeAll(async () => {
  await migrateDemo(database.url());
  db = connect({ url: database.url("worker"), name: "test", max: 4 });
  web = connect({ url: database.url("web"), name: "test", max: 2 });
});
afterAll(async () => {
  await db.$client.end();
  await web.$client.end();
});

async function joinAndLogIn(): Promise<{ memberId: string; first: StoredMessage; second: StoredMessage }> {
  const memberId = await domainTransaction(db, layer, (tx, raise) =>
    joinMember(tx, raise, { given, context: on("joined") }),
  );
  const logInOn = async (deviceId: string) => {
    const context = on(deviceId);
    const id = await domainTransaction(db, layer, (tx, raise) => logIn(tx, raise, { memberId, context }));
    const message = published.find(({ eventId }) => eventId === id);
    if (!message) throw new Error("the log-in was not published");
    return message;
  };
  return { memberId, first: await logInOn(randomUUID()), second: await logInOn(randomUUID()) };
}

async function show(eventId: string) {
  return showEvent(web, await makeActor(database.owner(), "agent"), { eventId });
}

test("an event that two policies follow shows which of them recorded what, and who else handled it", async () => {
  const { second } = await joinAndLogIn();
  for (const policy of [recordDevice, logOutElsewhere, logOutOthersHere]) {
    await runPolicy({ db, layer, policy }, asReceived(second));
  }
  const { story, chain } = await show(second.eventId);
  const idOf = (action: string) => story.find((event) => event.action === action)?.id;
  expect(story.map(({ action }) => action).sort()).toEqual(["device.registered", "member.logged-out"]);
  const raised = Object.fromEntries(chain.handled.map((one) => [one.handler, one.raised]));
  expect(raised).toEqual({
    "record-device": [idOf("device.registered")],
    "log-out-elsewhere": [idOf("member.logged-out")],
    "log-out-others-here": [],
  });
  expect(chain).toMatchObject({ leftOut: 0, isFloor: false, isHandledCut: false, unknownCauses: [] });
});

test("what an event brought about shows its cause, and both members of a story are in the access record", async () => {
  const { memberId, second } = await joinAndLogIn();
  await runPolicy({ db, layer, policy: recordDevice }, asReceived(second));
  const { story } = await show(second.eventId);
  const [effect] = story;
  const other = `m-${randomUUID()}`;
  await database.owner()`
    select event.record_member_event(${other}, 'password.changed', '{"password": {"to": "changed"}}',
      correlation_id => ${second.eventId}::uuid, causation_id => ${effect?.id ?? null}::uuid)`;
  const auditor = await makeActor(database.owner(), "agent");
  const shown = await showEvent(web, auditor, { eventId: effect?.id ?? "" });
  expect(shown.story.map(({ action }) => action)).toEqual(["member.logged-in", "password.changed"]);
  const [record] = await database.owner()<{ members: string[] }[]>`
    select member_ids as members from staff.access_record where account_id = ${auditor.accountId} order by id desc limit 1`;
  expect(record?.members.sort()).toEqual([memberId, other].sort());
});

test("a republished delivery stands beside the first, by its job", async () => {
  const { second } = await joinAndLogIn();
  const job = await insertJob(database.owner(), [second.eventId]);
  await runPolicy({ db, layer, policy: recordDevice }, asReceived(second));
  await runPolicy({ db, layer, policy: recordDevice }, asReceived(second, { replay: job, attempt: "1" }));
  const { story, chain } = await show(second.eventId);
  expect(chain.handled.map(({ delivery, outcome, raised }) => ({ delivery, outcome, raised }))).toEqual([
    { delivery: "live", outcome: "device registered", raised: story.map(({ id }) => id) },
    { delivery: job, outcome: "device known", raised: [] },
  ]);
});

test("of a long story what led to the event and what it brought about is shown, and how many more there are is said", async () => {
  const { first } = await joinAndLogIn();
  const owner = database.owner();
  const store = async (causationId: string) => {
    const [row] = await owner<{ id: string }[]>`
      select event.record_member_event('m-long', 'password.changed', '{"password": {"to": "changed"}}',
        correlation_id => ${first.eventId}::uuid, causation_id => ${causationId}::uuid) as id`;
    return row?.id ?? "";
  };
  for (let n = 0; n < 60; n += 1) await store(first.eventId);
  const cause = await store(first.eventId);
  const late = await store(cause);
  const effect = await store(late);
  const { story, chain } = await show(late);
  const ids = story.map(({ id }) => id);
  expect(ids).toHaveLength(50);
  expect(ids).toEqual(expect.arrayContaining([first.eventId, cause, effect]));
  expect(chain).toMatchObject({ leftOut: 13, isFloor: false });
});

test("a cause of another story is shown, and one that is not stored is named", async () => {
  const { first } = await joinAndLogIn();
  const unknown = randomUUID();
  const store = async (causationId: string) => {
    const [row] = await database.owner()<{ id: string }[]>`
      select event.record_member_event('m-far', 'password.changed', '{"password": {"to": "changed"}}', causation_id => ${causationId}::uuid) as id`;
    return row?.id ?? "";
  };
  const near = await show(await store(first.eventId));
  expect(near.story.map(({ id }) => id)).toContain(first.eventId);
  const far = await show(await store(unknown));
  expect(far.story).toEqual([]);
  expect(far.chain.unknownCauses).toEqual([unknown]);
});
