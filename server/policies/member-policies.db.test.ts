import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { domainTransaction, type Raise, type StoredMessage } from "../application-events/domain-transaction.ts";
import { connect, type Db, type Executor } from "../db.ts";
import { migrateDemo } from "../demo/migrate-demo.ts";
import type { ActContext } from "../members/act-context.ts";
import { changePassword } from "../members/change-password.ts";
import { joinMember } from "../members/join-member.ts";
import { logIn } from "../members/log-in.ts";
import { removeDevice } from "../members/remove-device.ts";
import { useDatabase } from "../testing/database.ts";
import { insertJob } from "../testing/republish-jobs.ts";
import { asReceived } from "../testing/stored-events.ts";
import { wireFirstLayer } from "../wiring.ts";
import { logOutOthersHere } from "./log-out-others-here.ts";
import { notifyPasswordChange } from "./notify-password-change.ts";
import type { Policy } from "./policy.ts";
import { recordDevice } from "./record-device.ts";
import { runPolicy } from "./run-policy.ts";

const database = useDatabase();
let db: Db;
let one: string;
let other: string;
let published: StoredMessage[] = [];

const layer = wireFirstLayer(async (message) => void published.push(message));
const on = (deviceId: string): ActContext => ({ deviceId, ip: "192.0.2.1", channel: "app", device: "iPad" });
const given = { name: "A", phone: "010-0123-4567", email: "a@example.com", address: "A B", identityVerified: true };

function act<T>(deed: (tx: Executor, raise: Raise) => Promise<T>): Promise<T> {
  return domainTransaction(db, layer, deed);
}

beforeAll(async () => {
  await migrateDemo(database.url());
  db = connect({ url: database.url("worker"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  published = [];
  one = await act((tx, raise) => joinMember(tx, raise, { given, context: on("d") }));
  other = await act((tx, raise) => joinMember(tx, raise, { given, context: on("d") }));
});

function messageOf(eventId: string): StoredMessage {
  const message = published.find((sent) => sent.eventId === eventId);
  if (!message) throw new Error(`${eventId} was not published`);
  return message;
}

const logInAs = async (memberId: string, deviceId: string) =>
  messageOf(await act((tx, raise) => logIn(tx, raise, { memberId, context: on(deviceId) })));

const run = (policy: Policy, message: StoredMessage, attributes: Record<string, string> = {}) =>
  runPolicy({ db, layer, policy }, asReceived(message, attributes));

async function eventsOf(memberId: string, action: string) {
  return database.owner()`
    select attributes, device_id, causation_id, correlation_id from event.member_event_status
     where member_id = ${memberId} and action = ${action} order by id`;
}

async function stateOf(memberId: string) {
  const [row] = await database.owner()`select state, details from event.masked_profile(${memberId})`;
  return row;
}

/** The address that a job which ordered the event gives its message. */
async function resent({ eventId }: StoredMessage) {
  return { replay: await insertJob(database.owner(), [eventId]), attempt: "1" };
}

/** The message as if it had happened that long ago. */
async function aged(message: StoredMessage, ms: number) {
  const received = asReceived(message, await resent(message));
  return { ...received, event: { ...received.event, occurredAt: new Date(Date.now() - ms).toISOString() } };
}

describe("record the device", () => {
  test("a log-in from an unknown device registers it, in the log-in's story; the next one does not", async () => {
    const login = await logInAs(one, "tablet");
    expect(await run(recordDevice, login)).toMatchObject({ outcome: "device registered" });
    expect(await eventsOf(one, "device.registered")).toEqual([
      {
        attributes: { device: { to: "tablet" }, devices: { from: 0, to: 1 }, model: { to: "iPad" } },
        device_id: "tablet",
        causation_id: login.eventId,
        correlation_id: login.eventId,
      },
    ]);
    expect(await run(recordDevice, await logInAs(one, "tablet"))).toMatchObject({ outcome: "device known" });
    expect(await stateOf(one)).toMatchObject({ details: { devices: 1 } });
  });

  test("the same device is another member's first", async () => {
    await run(recordDevice, await logInAs(one, "shared"));
    expect(await run(recordDevice, await logInAs(other, "shared"))).toMatchObject({ outcome: "device registered" });
  });

  test("a replay, however old, brings no device back that was removed after the log-in", async () => {
    const login = await logInAs(one, "tablet");
    await run(recordDevice, login);
    await act((tx, raise) => removeDevice(tx, raise, { memberId: one, deviceId: "tablet", context: on("phone") }));
    const replayed = await run(recordDevice, login, await resent(login));
    expect(replayed).toMatchObject({ outcome: "device known" });
    expect(await stateOf(one)).toMatchObject({ details: { devices: 0 } });
  });

  test("two log-ins at the same moment register one device", async () => {
    const logins = [await logInAs(one, "tablet"), await logInAs(one, "tablet")];
    await Promise.all(logins.map((login) => run(recordDevice, login)));
    expect(await eventsOf(one, "device.registered")).toHaveLength(1);
  });
});

describe("log other accounts out here", () => {
  test("whoever was logged in on the device is logged out, because of the other's log-in", async () => {
    const device = `kiosk-${randomUUID()}`;
    await logInAs(one, device);
    const login = await logInAs(other, device);
    expect(await run(logOutOthersHere, login)).toMatchObject({ outcome: "logged out 1 other account here" });
    expect(await stateOf(one)).toMatchObject({ state: "logged-out" });
    expect(await stateOf(other)).toMatchObject({ state: "logged-in" });
    expect(await eventsOf(one, "member.logged-out")).toEqual([
      {
        attributes: {
          session: { from: "open", to: "ended" },
          reason: { to: "another-account-here" },
          status: { from: "logged-in", to: "logged-out" },
        },
        device_id: device,
        causation_id: login.eventId,
        correlation_id: login.eventId,
      },
    ]);
    expect(await run(logOutOthersHere, login)).toEqual({ kind: "duplicate" });
  });

  test("sessions on other devices, and those begun after the log-in, go on", async () => {
    const device = `kiosk-${randomUUID()}`;
    await logInAs(one, `${device}-not`);
    const early = await logInAs(other, device);
    await logInAs(one, device);
    expect(await run(logOutOthersHere, early)).toMatchObject({ outcome: "nobody else was logged in here" });
    expect(await stateOf(one)).toMatchObject({ details: { openSessions: 2 } });
  });

  test("a replay of an old log-in logs nobody out", async () => {
    const device = `kiosk-${randomUUID()}`;
    await logInAs(one, device);
    const login = await logInAs(other, device);
    const outcome = await runPolicy({ db, layer, policy: logOutOthersHere }, await aged(login, 700_000));
    expect(outcome).toMatchObject({ outcome: "skipped: older than 10 minutes" });
    expect(await stateOf(one)).toMatchObject({ state: "logged-in" });
  });
});

describe("notify on a changed password", () => {
  const changed = async () =>
    messageOf(await act((tx, raise) => changePassword(tx, raise, { memberId: one, context: on("d") })));
  const notifications = () => database.owner()`
    select kind, event_id from member.notification where member_id = ${one} order by id`;

  test("writes one notification for a change, also when staff send it again", async () => {
    const change = await changed();
    expect(await run(notifyPasswordChange, change)).toMatchObject({ outcome: "notification written" });
    const again = await run(notifyPasswordChange, change, await resent(change));
    expect(again).toMatchObject({ outcome: "notified before" });
    expect(await notifications()).toEqual([{ kind: "password-changed", event_id: change.eventId }]);
  });

  test("a replay makes up for a lost notification of today, and not for one of last month", async () => {
    const lost = await changed();
    await runPolicy({ db, layer, policy: notifyPasswordChange }, await aged(lost, 30 * 86_400_000));
    expect(await notifications()).toEqual([]);
    await run(notifyPasswordChange, lost, await resent(lost));
    expect(await notifications()).toHaveLength(1);
  });
});
