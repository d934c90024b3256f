import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { domainTransaction, type Raise, type StoredMessage } from "../application-events/domain-transaction.ts";
import { connect, type Db, type Executor } from "../db.ts";
import { migrateDemo } from "../demo/migrate-demo.ts";
import { useDatabase } from "../testing/database.ts";
import { wireFirstLayer } from "../wiring.ts";
import type { ActContext } from "./act-context.ts";
import { changePhoneNumber } from "./change-phone-number.ts";
import { failLogIn } from "./fail-log-in.ts";
import { joinMember } from "./join-member.ts";
import { logIn } from "./log-in.ts";
import { logOut } from "./log-out.ts";
import { removeIdentityVerification } from "./remove-identity-verification.ts";

const database = useDatabase();
let db: Db;
let memberId: string;
let published: StoredMessage[];

const given = {
  name: "김민준",
  phone: "010-0123-4567",
  email: "minjun@example.com",
  address: "서울특별시 마포구 한강대로 1",
  identityVerified: true,
};
const phone: ActContext = { deviceId: "phone-1", ip: "192.0.2.7", channel: "app", device: "Galaxy S24" };
const laptop: ActContext = { deviceId: "laptop-1", ip: "192.0.2.8", channel: "web" };
const layer = wireFirstLayer(async (message) => {
  published.push(message);
});

function act<T>(deed: (tx: Executor, raise: Raise) => Promise<T>): Promise<T> {
  return domainTransaction(db, layer, deed);
}

beforeAll(async () => {
  await migrateDemo(database.url());
  db = connect({ url: database.url("worker"), name: "test", max: 2 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  published = [];
  memberId = await act((tx, raise) => joinMember(tx, raise, { given, context: phone }));
});

async function newestEvent() {
  const [event] = await database.owner()`
    select action, attributes, context, device_id, causation_id from event.member_event_status where member_id = ${memberId} order by id desc limit 1`;
  return event;
}

async function profile() {
  const [row] = await database.owner()`select * from event.masked_profile(${memberId})`;
  return row;
}

describe("join", () => {
  test("makes a member who is logged out, and raises an event with personal values masked", async () => {
    expect(await profile()).toMatchObject({
      state: "logged-out",
      phone: "010-****-4567",
      details: { identityVerified: true },
    });
    expect(await newestEvent()).toMatchObject({
      action: "member.joined",
      device_id: "phone-1",
      attributes: {
        name: { to: "김**" },
        phoneNumber: { to: "010-****-4567" },
        emailAddress: { to: "m***@e***" },
        identityVerification: { to: "verified" },
      },
    });
    expect(published[0]?.body).not.toContain("0123");
  });

  test("is undone when the phone number is none", async () => {
    const [before] = await database.owner()`select count(*)::int as n from member.member`;
    const acting = act((tx, raise) => joinMember(tx, raise, { given: { ...given, phone: "none" }, context: phone }));
    await expect(acting).rejects.toMatchObject({ code: "bad-input", field: "attributes.phoneNumber.to" });
    const [after] = await database.owner()`select count(*)::int as n from member.member`;
    expect(after).toEqual(before);
  });

  test("lets staff find the member by phone number, however written", async () => {
    const found = await database.owner()<
      { id: string }[]
    >`select event.find_members('phone', '+82 10 0123 4567') as id`;
    expect(found.map(({ id }) => id)).toContain(memberId);
  });
});

describe("log in", () => {
  test("changes the status and opens a session that is named by its event; nothing else", async () => {
    const id = await act((tx, raise) => logIn(tx, raise, { memberId, context: phone }));
    expect(await profile()).toMatchObject({ state: "logged-in", details: { openSessions: 1 } });
    expect(await newestEvent()).toMatchObject({
      action: "member.logged-in",
      attributes: { status: { from: "logged-out", to: "logged-in" } },
    });
    const sessions =
      await database.owner()`select login_event_id, device_id from member.session where member_id = ${memberId}`;
    expect([...sessions]).toEqual([{ login_event_id: id, device_id: "phone-1" }]);
    await act((tx, raise) => logIn(tx, raise, { memberId, context: laptop }));
    expect(await profile()).toMatchObject({ details: { openSessions: 2 } });
  });

  test("again on the same device renews that device's session", async () => {
    await act((tx, raise) => logIn(tx, raise, { memberId, context: phone }));
    const second = await act((tx, raise) => logIn(tx, raise, { memberId, context: phone }));
    const open = await database.owner()`
      select login_event_id from member.session where member_id = ${memberId} and ended_at is null`;
    expect([...open]).toEqual([{ login_event_id: second }]);
  });

  test("of nobody is refused and stores nothing", async () => {
    const acting = act((tx, raise) => logIn(tx, raise, { memberId: "nobody", context: phone }));
    await expect(acting).rejects.toMatchObject({ code: "not-found", field: "memberId" });
  });
});

describe("log out", () => {
  test("ends the device's session, and the status with the last one", async () => {
    await act((tx, raise) => logIn(tx, raise, { memberId, context: phone }));
    await act((tx, raise) => logIn(tx, raise, { memberId, context: laptop }));
    await act((tx, raise) => logOut(tx, raise, { memberId, context: laptop }));
    expect(await profile()).toMatchObject({ state: "logged-in" });
    expect((await newestEvent())?.attributes).toEqual({
      session: { from: "open", to: "ended" },
      reason: { to: "by-member" },
    });
    await act((tx, raise) => logOut(tx, raise, { memberId, context: phone }));
    expect(await profile()).toMatchObject({ state: "logged-out" });
    expect((await newestEvent())?.attributes).toMatchObject({ status: { from: "logged-in", to: "logged-out" } });
  });

  test("is refused where the member is not logged in", async () => {
    const acting = act((tx, raise) => logOut(tx, raise, { memberId, context: laptop }));
    await expect(acting).rejects.toMatchObject({ code: "conflict", field: "deviceId" });
  });
});

describe("fail to log in", () => {
  test("of a member is an event of that member and changes nothing", async () => {
    const before = await profile();
    await act((tx, raise) => failLogIn(tx, raise, { memberId, context: laptop }));
    expect(await newestEvent()).toMatchObject({
      action: "member.login-failed",
      attributes: { reason: { to: "wrong-password" } },
    });
    expect(await profile()).toEqual(before);
    expect(published.at(-1)?.attributes.reason).toEqual({ Type: "String", Value: "wrong-password" });
  });

  test("without an account is an event of the member unknown", async () => {
    memberId = "unknown";
    await act((tx, raise) => failLogIn(tx, raise, { memberId: null, context: laptop }));
    expect(await newestEvent()).toMatchObject({ attributes: { reason: { to: "unknown-account" } } });
  });
});

describe("change phone number", () => {
  test("keeps both numbers masked in the event, and clear only for the reveal", async () => {
    await act((tx, raise) => changePhoneNumber(tx, raise, { memberId, phone: "010-0999-8877", context: phone }));
    expect((await newestEvent())?.attributes).toEqual({ phoneNumber: { from: "010-****-4567", to: "010-****-8877" } });
    expect(await profile()).toMatchObject({ phone: "010-****-8877" });
    const found = await database.owner()<{ member_id: string }[]>`
      select member_id from event.find_personal('phone', '01009998877')`;
    expect(found.map((row) => row.member_id)).toContain(memberId);
  });

  test("to the same number is refused", async () => {
    const acting = act((tx, raise) => changePhoneNumber(tx, raise, { memberId, phone: given.phone, context: phone }));
    await expect(acting).rejects.toMatchObject({ code: "conflict", field: "phone" });
  });

  test("to a text that is no number leaves the old one", async () => {
    const acting = act((tx, raise) => changePhoneNumber(tx, raise, { memberId, phone: "12", context: phone }));
    await expect(acting).rejects.toMatchObject({ code: "bad-input", field: "attributes.phoneNumber.to" });
    expect(await profile()).toMatchObject({ phone: "010-****-4567" });
  });
});

describe("remove identity verification", () => {
  test("takes it back once; a second time is refused", async () => {
    const remove = () => act((tx, raise) => removeIdentityVerification(tx, raise, { memberId, context: phone }));
    await remove();
    expect(await profile()).toMatchObject({ details: { identityVerified: false } });
    expect((await newestEvent())?.attributes).toEqual({ identityVerification: { from: "verified", to: "none" } });
    await expect(remove()).rejects.toMatchObject({ code: "conflict", field: "memberId" });
  });
});
