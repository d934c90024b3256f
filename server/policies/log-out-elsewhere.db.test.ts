import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { domainTransaction, type StoredMessage } from "../application-events/domain-transaction.ts";
import { connect, type Db } from "../db.ts";
import { migrateDemo } from "../demo/migrate-demo.ts";
import type { ActContext } from "../members/act-context.ts";
import { joinMember } from "../members/join-member.ts";
import { logIn } from "../members/log-in.ts";
import { useDatabase } from "../testing/database.ts";
import { insertJob } from "../testing/republish-jobs.ts";
import { asReceived } from "../testing/stored-events.ts";
import { wireFirstLayer } from "../wiring.ts";
import { logOutElsewhere } from "./log-out-elsewhere.ts";
import { runPolicy } from "./run-policy.ts";

const database = useDatabase();
let db: Db;
let memberId: string;
let published: StoredMessage[] = [];

const layer = wireFirstLayer(async (message) => {
  published.push(message);
});
const contextOf = (deviceId: string): ActContext => ({ deviceId, ip: "192.0.2.1", channel: "app" });

beforeAll(async () => {
  await migrateDemo(database.url());
  db = connect({ url: database.url("worker"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  const given = { name: "A", phone: "010-0123-4567", email: "a@example.com", address: "A B", identityVerified: false };
  memberId = await domainTransaction(db, layer, (tx, raise) =>
    joinMember(tx, raise, { given, context: contextOf("first") }),
  );
  published = [];
});

/** Logs in and gives the message of it. */
async function logInOn(deviceId: string): Promise<StoredMessage> {
  const context = contextOf(deviceId);
  const id = await domainTransaction(db, layer, (tx, raise) => logIn(tx, raise, { memberId, context }));
  const message = published.find(({ eventId }) => eventId === id);
  if (!message) throw new Error("the log-in was not published");
  return message;
}

const run = (message: StoredMessage, attributes: Record<string, string> = {}) =>
  runPolicy({ db, layer, policy: logOutElsewhere }, asReceived(message, attributes));

async function openDevices(): Promise<string[]> {
  const rows = await database.owner()<{ device_id: string }[]>`
    select device_id from member.session where member_id = ${memberId} and ended_at is null order by device_id`;
  return rows.map((row) => row.device_id);
}

async function logOuts() {
  return database.owner()`
    select device_id, causation_id, correlation_id, attributes from event.member_event_status
     where member_id = ${memberId} and action = 'member.logged-out' order by id`;
}

test("a log-in ends the sessions on other devices and says why each ended", async () => {
  await logInOn("phone");
  await logInOn("tablet");
  const login = await logInOn("laptop");
  expect(await run(login)).toEqual({ kind: "handled", outcome: "logged out on 2 other devices" });
  expect(await openDevices()).toEqual(["laptop"]);
  const ended = await logOuts();
  expect(ended.map((row) => row.device_id).sort()).toEqual(["phone", "tablet"]);
  for (const row of ended) {
    expect(row).toMatchObject({ causation_id: login.eventId, correlation_id: login.eventId });
    expect(row.attributes).toMatchObject({ reason: { to: "logged-in-elsewhere" } });
  }
  expect(published.slice(-2).map(({ attributes }) => attributes.action?.Value)).toEqual([
    "member.logged-out",
    "member.logged-out",
  ]);
});

test("the same message twice, also at the same time, logs out once", async () => {
  await logInOn("phone");
  const login = await logInOn("laptop");
  const runs = await Promise.all([run(login), run(login, { replay: "detector", attempt: "1" }), run(login)]);
  expect(runs.filter(({ kind }) => kind === "handled")).toHaveLength(1);
  expect(await logOuts()).toHaveLength(1);
});

test("a log-in that comes late does not end sessions that began after it", async () => {
  const early = await logInOn("phone");
  await logInOn("laptop");
  expect(await run(early)).toEqual({ kind: "handled", outcome: "not logged in elsewhere" });
  expect(await openDevices()).toEqual(["laptop", "phone"]);
});

test("a log-in recorded by another system keeps the session of its own device", async () => {
  await logInOn("phone");
  await logInOn("laptop");
  const [stored] = await database.owner()<{ eventId: string; body: string; attributes: StoredMessage["attributes"] }[]>`
    select event_id as "eventId", body, sns_attributes as attributes from event.store_application_event(
      ${memberId}, 'member.logged-in', '{"status": {"to": "logged-in"}}', '{"deviceId": "laptop"}')`;
  if (!stored) throw new Error("nothing was stored");
  await run(stored);
  expect(await openDevices()).toEqual(["laptop"]);
});

test("a replay of a young log-in acts again; the job's second copy does not", async () => {
  const login = await logInOn("laptop");
  await run(login);
  await database.owner()`
    insert into member.session (login_event_id, member_id, device_id)
    values (event.id_at(uuid_extract_timestamp(${login.eventId}) - interval '1 minute', ${memberId}), ${memberId}, 'overlooked')`;
  const job = await insertJob(database.owner(), [login.eventId]);
  expect(await run(login)).toEqual({ kind: "duplicate" });
  expect(await openDevices()).toEqual(["laptop", "overlooked"]);
  expect(await run(login, { replay: job })).toEqual({ kind: "handled", outcome: "logged out on 1 other device" });
  expect(await run(login, { replay: job })).toEqual({ kind: "duplicate" });
  expect(await openDevices()).toEqual(["laptop"]);
});

test("a replay of a log-in older than ten minutes logs nobody out", async () => {
  const [old] = await database.owner()<{ eventId: string; body: string; attributes: StoredMessage["attributes"] }[]>`
    select event_id as "eventId", body, sns_attributes as attributes from event.store_application_event(
      ${memberId}, 'member.logged-in', '{"status": {"to": "logged-in"}}', '{"deviceId": "laptop"}',
      clock_timestamp() - interval '10 minutes 1 second')`;
  if (!old) throw new Error("nothing was stored");
  await database.owner()`
    insert into member.session (login_event_id, member_id, device_id)
    values (event.id_at(uuid_extract_timestamp(${old.eventId}) - interval '1 minute', ${memberId}), ${memberId}, 'phone')`;
  expect(await run(old, { replay: await insertJob(database.owner(), [old.eventId]) })).toMatchObject({
    outcome: expect.stringContaining("skipped"),
  });
  expect(await openDevices()).toEqual(["phone"]);
  expect(await run(old)).toMatchObject({ outcome: "logged out on 1 other device" });
});
