import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { domainTransaction, type Raise } from "../application-events/domain-transaction.ts";
import { connect, type Db, type Executor } from "../db.ts";
import { migrateDemo } from "../demo/migrate-demo.ts";
import { useDatabase } from "../testing/database.ts";
import { wireFirstLayer } from "../wiring.ts";
import type { ActContext, OfficeContext } from "./act-context.ts";
import { changeAddress } from "./change-address.ts";
import { changeEmail } from "./change-email.ts";
import { changeName } from "./change-name.ts";
import { changePassword } from "./change-password.ts";
import { giveMarketingConsent } from "./give-marketing-consent.ts";
import { joinMember } from "./join-member.ts";
import { logIn } from "./log-in.ts";
import { makeDormant } from "./make-dormant.ts";
import { registerDevice } from "./register-device.ts";
import { reinstateMember } from "./reinstate-member.ts";
import { removeDevice } from "./remove-device.ts";
import { requestWithdrawal } from "./request-withdrawal.ts";
import { restoreMember } from "./restore-member.ts";
import { sanctionMember } from "./sanction-member.ts";
import { suspendMember } from "./suspend-member.ts";
import { verifyIdentity } from "./verify-identity.ts";
import { withdrawMarketingConsent } from "./withdraw-marketing-consent.ts";

const database = useDatabase();
let db: Db;
let memberId: string;

const given = {
  name: "김민준",
  phone: "010-0123-4567",
  email: "minjun@example.com",
  address: "서울특별시 마포구 한강대로 1",
  identityVerified: false,
};
const phone: ActContext = { deviceId: "phone-1", ip: "192.0.2.7", channel: "app", device: "Galaxy S24" };
const office: OfficeContext = { channel: "office", by: "fraud team" };
const layer = wireFirstLayer(async () => undefined);

function act<T>(deed: (tx: Executor, raise: Raise) => Promise<T>): Promise<T> {
  return domainTransaction(db, layer, deed);
}

beforeAll(async () => {
  await migrateDemo(database.url());
  db = connect({ url: database.url("worker"), name: "test", max: 2 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  memberId = await act((tx, raise) => joinMember(tx, raise, { given, context: phone }));
});

async function newestEvent() {
  const [event] = await database.owner()`
    select action, version, attributes, context from event.member_event_status where member_id = ${memberId} order by id desc limit 1`;
  return event;
}

async function profile() {
  const [row] = await database.owner()`select * from event.masked_profile(${memberId})`;
  return row;
}

describe("personal data", () => {
  test.each([
    [
      "name",
      () => act((tx, raise) => changeName(tx, raise, { memberId, name: "박서연", context: phone })),
      "name.changed",
      { name: { from: "김**", to: "박**" } },
    ],
    [
      "email",
      () => act((tx, raise) => changeEmail(tx, raise, { memberId, email: "New@Example.net", context: phone })),
      "email.changed",
      { emailAddress: { from: "m***@e***", to: "n***@e***" } },
    ],
    [
      "address",
      () =>
        act((tx, raise) =>
          changeAddress(tx, raise, { memberId, address: "부산광역시 해운대구 해운대로 7", context: phone }),
        ),
      "address.changed",
      { address: { from: "서울특별시 마포구 ***", to: "부산광역시 해운대구 ***" } },
    ],
  ] as const)(
    "another %s stands masked in the event and in the profile; the same again is refused",
    async (field, change, action, attributes) => {
      await change();
      expect(await newestEvent()).toMatchObject({ action, attributes });
      const [, to] = [field, Object.values(attributes)[0]];
      expect((await profile())?.[field]).toBe(to?.to);
      await expect(change()).rejects.toMatchObject({ code: "conflict", field });
    },
  );

  test("an e-mail address that is none is refused and changes nothing", async () => {
    const acting = act((tx, raise) => changeEmail(tx, raise, { memberId, email: "nobody", context: phone }));
    await expect(acting).rejects.toMatchObject({ code: "bad-input", field: "attributes.emailAddress.to" });
    expect(await profile()).toMatchObject({ email: "m***@e***" });
  });

  test("a new password leaves its time, and no value anywhere", async () => {
    await act((tx, raise) => changePassword(tx, raise, { memberId, context: phone }));
    expect(await newestEvent()).toMatchObject({
      action: "password.changed",
      attributes: { password: { to: "changed" } },
    });
    expect((await profile())?.details.passwordChangedAt).toMatch(/^\d{4}-/);
    const leaking = database.owner()`select event.record_member_event(${memberId}, 'password.changed', '{"password": {"to": "hunter2"}}')`;
    await expect(leaking).rejects.toMatchObject({ code: "MS400" });
  });
});

test("an identity is verified once, and the profile says so", async () => {
  const verify = () => act((tx, raise) => verifyIdentity(tx, raise, { memberId, method: "phone", context: phone }));
  await verify();
  expect(await newestEvent()).toMatchObject({
    action: "identity-verification.completed",
    attributes: { identityVerification: { from: "none", to: "verified" }, method: { to: "phone" } },
  });
  expect(await profile()).toMatchObject({ details: { identityVerified: true } });
  await expect(verify()).rejects.toMatchObject({ code: "conflict" });
});

test("consent to marketing is given with a channel, in version 2, and withdrawn; neither twice", async () => {
  const give = () =>
    act((tx, raise) => giveMarketingConsent(tx, raise, { memberId, channel: "email", context: phone }));
  const withdraw = () => act((tx, raise) => withdrawMarketingConsent(tx, raise, { memberId, context: phone }));
  await expect(withdraw()).rejects.toMatchObject({ code: "conflict" });
  await give();
  expect(await newestEvent()).toMatchObject({
    version: 2,
    attributes: { marketingConsent: { from: "none", to: "given" }, channel: { to: "email" } },
  });
  expect(await profile()).toMatchObject({ details: { marketingConsent: "given" } });
  await expect(give()).rejects.toMatchObject({ code: "conflict" });
  await withdraw();
  expect(await profile()).toMatchObject({ details: { marketingConsent: "none" } });
});

describe("devices", () => {
  const register = (deviceId: string, usedAt?: string) =>
    act((tx, raise) =>
      registerDevice(tx, raise, { memberId, deviceId, model: "iPad", context: phone, ...(usedAt ? { usedAt } : {}) }),
    );
  const remove = (deviceId: string) =>
    act((tx, raise) => removeDevice(tx, raise, { memberId, deviceId, context: phone }));

  test("are registered once and counted", async () => {
    expect(await register("ipad-1")).toBe(true);
    expect(await register("ipad-1")).toBe(false);
    expect(await register("ipad-2")).toBe(true);
    expect(await newestEvent()).toMatchObject({
      action: "device.registered",
      attributes: { device: { to: "ipad-2" }, devices: { from: 1, to: 2 }, model: { to: "iPad" } },
    });
    expect(await profile()).toMatchObject({ details: { devices: 2 } });
  });

  test("a removed one is logged out, and comes back only by being used later", async () => {
    await register("phone-1");
    await act((tx, raise) => logIn(tx, raise, { memberId, context: phone }));
    const before = new Date(Date.now() - 60_000).toISOString();
    await remove("phone-1");
    expect((await newestEvent())?.attributes).toEqual({
      device: { from: "phone-1" },
      devices: { from: 1, to: 0 },
      status: { from: "logged-in", to: "logged-out" },
    });
    expect(await profile()).toMatchObject({ state: "logged-out", details: { devices: 0, openSessions: 0 } });
    expect(await register("phone-1", before)).toBe(false);
    expect(await register("phone-1")).toBe(true);
    await expect(remove("nobody's")).rejects.toMatchObject({ code: "conflict", field: "deviceId" });
  });
});

describe("membership", () => {
  const dormant = () => act((tx, raise) => makeDormant(tx, raise, { memberId, context: office }));
  const suspend = () =>
    act((tx, raise) => suspendMember(tx, raise, { memberId, reason: "fraud-suspected", context: office }));
  const logInNow = () => act((tx, raise) => logIn(tx, raise, { memberId, context: phone }));

  test("a dormant member has no session, cannot log in, and is restored", async () => {
    await logInNow();
    await dormant();
    expect(await profile()).toMatchObject({ state: "dormant", details: { openSessions: 0 } });
    expect((await newestEvent())?.attributes).toEqual({
      membership: { from: "active", to: "dormant" },
      status: { from: "logged-in", to: "logged-out" },
    });
    await expect(logInNow()).rejects.toMatchObject({ code: "conflict", field: "memberId" });
    await act((tx, raise) => restoreMember(tx, raise, { memberId, context: phone }));
    await logInNow();
    expect(await profile()).toMatchObject({ state: "logged-in" });
    await expect(act((tx, raise) => restoreMember(tx, raise, { memberId, context: phone }))).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("a suspended member is reinstated; the reason can be filtered on", async () => {
    await suspend();
    expect(await newestEvent()).toMatchObject({
      action: "member.suspended",
      attributes: { reason: { to: "fraud-suspected" } },
      context: { by: "fraud team" },
    });
    expect(await profile()).toMatchObject({ state: "suspended" });
    await expect(suspend()).rejects.toMatchObject({ code: "conflict" });
    await act((tx, raise) => reinstateMember(tx, raise, { memberId, context: office }));
    expect(await profile()).toMatchObject({ state: "logged-out" });
  });

  test("a suspension ends a withdrawal that waits, and another may be asked for later", async () => {
    const request = () => act((tx, raise) => requestWithdrawal(tx, raise, { memberId, context: phone }));
    await request();
    await suspend();
    await act((tx, raise) => reinstateMember(tx, raise, { memberId, context: office }));
    await request();
    expect(await profile()).toMatchObject({ state: "withdrawal-requested" });
  });

  test("sanctions add up and end by their time", async () => {
    const sanction = (until: string) =>
      act((tx, raise) =>
        sanctionMember(tx, raise, {
          memberId,
          sanction: "coupons-blocked",
          reason: "terms-violated",
          until,
          context: office,
        }),
      );
    await sanction(new Date(Date.now() + 86_400_000).toISOString());
    await sanction(new Date(Date.now() - 1000).toISOString());
    expect(await profile()).toMatchObject({ state: "logged-out", details: { sanctions: 1 } });
    expect(await newestEvent()).toMatchObject({ action: "member.sanctioned" });
  });
});
