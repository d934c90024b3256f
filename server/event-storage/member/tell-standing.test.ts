import { expect, test } from "vitest";
import type { Change, Family, MemberEvent } from "../../vocabulary/member-event.ts";
import { tellStanding } from "./tell-standing.ts";

const now = "2026-11-28T03:00:00.000Z";
const nobody = { state: null, details: {} };
const layer = { state: "published", publishedAt: null, tries: null, nextAt: null, lastError: null } as const;

/** An event that is the nth of its member. */
function event(nth: number, action: string, family: Family, to: Record<string, string> = {}): MemberEvent {
  const attributes: Record<string, Change> = Object.fromEntries(
    Object.entries(to).map(([name, value]) => [name, { to: value }]),
  );
  const at = new Date(Date.parse(now) - (100 - nth) * 60_000).toISOString();
  return {
    id: `0199a2b4-7c1e-7d3a-9f00-${String(nth).padStart(12, "0")}`,
    ...{ memberId: "m-1", action, family, version: 1, imported: false, occurredAt: at, storedAt: at },
    ...{ changed: Object.keys(attributes), attributes, context: {}, correlationId: null, causationId: null },
    ...{ published: true, publishedAt: at, internal: layer, external: layer },
  };
}

function standing(newest: MemberEvent[], given: Partial<Parameters<typeof tellStanding>[0]> = {}) {
  return tellStanding({ said: nobody, newest, sanctions: [], failures: 0, cause: null, now, ...given });
}

const joined = event(1, "member.joined", "lifecycle", {
  membership: "active",
  phoneNumber: "010-●●●●-1234",
  identityVerification: "none",
});
const suspended = event(5, "member.suspended", "sanction", { membership: "suspended", status: "logged-out" });
const reinstated = event(6, "member.reinstated", "sanction", { membership: "active" });

test("what bars a log-in is named before failed tries, with the event that proves it", () => {
  const failed = event(7, "member.login-failed", "sign-in", { reason: "wrong-password" });
  const told = standing([joined, suspended, failed], { failures: 1 });
  expect(told.membership).toBe("suspended");
  expect(told.logIn).toMatchObject({ kind: "barred", by: { force: "suspended", event: suspended } });
  expect(told.inForce.map(({ force }) => force)).toEqual(["suspended", "unverified"]);
});

test("a suspension that was lifted is not in force", () => {
  expect(standing([joined, suspended, reinstated]).inForce.map(({ force }) => force)).toEqual(["unverified"]);
});

test("what the member system alone says is in force without a proof", () => {
  const told = standing([joined], { said: { state: "dormant", details: {} } });
  expect(told.inForce[0]).toEqual({ force: "dormant", until: null, event: null });
});

test("a sanction is in force until its moment, and several are at once", () => {
  const over = event(2, "member.sanctioned", "sanction", { until: "2026-11-28T02:59:59.000Z" });
  const first = event(3, "member.sanctioned", "sanction", { until: "2026-12-01T00:00:00.000Z" });
  const second = event(4, "member.sanctioned", "sanction", { until: "2026-11-29T00:00:00.000Z" });
  const { inForce } = standing([joined, second], { sanctions: [second, first, over] });
  expect(inForce.filter(({ force }) => force === "sanctioned").map(({ event: by }) => by)).toEqual([second, first]);
});

test("a lock ends by an unlocking or by its own moment", () => {
  const locked = event(3, "account.locked", "sign-in", { until: "2026-11-28T04:00:00.000Z" });
  expect(standing([locked]).logIn).toMatchObject({ kind: "barred", by: { force: "locked" } });
  expect(standing([locked], { now: "2026-11-28T05:00:00.000Z" }).inForce).toEqual([]);
  expect(standing([locked, event(4, "account.unlocked", "sign-in")]).inForce).toEqual([]);
});

test("failed tries count since the last log-in, and the last of them is named", () => {
  const loggedIn = event(2, "member.logged-in", "sign-in", { status: "logged-in" });
  const failed = event(3, "member.login-failed", "sign-in");
  expect(standing([loggedIn, failed], { failures: 3 }).logIn).toEqual({
    ...{ kind: "failing", failures: 3, last: failed, lastIn: loggedIn },
  });
  const again = event(4, "member.logged-in", "sign-in");
  expect(standing([again, failed]).logIn).toEqual({ kind: "in", event: again });
});

test("the state of the log-in and the membership are two things", () => {
  const told = standing([joined], { said: { state: "logged-in", details: { membership: "active" } } });
  expect(told).toMatchObject({ membership: "active", status: "logged-in", logIn: { kind: "never" } });
});

test("a last change is the newest of its kind, at joining or later, or none", () => {
  const changed = event(4, "phone-number.changed", "profile", { phoneNumber: "010-●●●●-9981" });
  const last = (events: MemberEvent[]) =>
    Object.fromEntries(standing(events).lastChanges.map((one) => [one.change, one.event]));
  expect(last([joined])).toEqual({ phone: joined, email: null, password: null, device: null });
  expect(last([joined, changed]).phone).toBe(changed);
});
