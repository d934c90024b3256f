import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { campaignsOf, isRing, MISSED } from "./invent-crimes.ts";
import { inventUnit } from "./invent-unit.ts";
import type { UnitPast, WorldEvent } from "./world-event.ts";
import { DEMO_MEMBERS, EVENTS_A_MEMBER, planWorld, spanOf, unitsOf, versionChangeOf } from "./world-plan.ts";

const plan = planWorld({ now: Date.UTC(2026, 10, 21, 9), members: 4000 });
const campaigns = campaignsOf(plan);
const units: UnitPast[] = Array.from({ length: unitsOf(plan) }, (_, unit) => inventUnit(plan, unit, campaigns));
const events: WorldEvent[] = units.flatMap((past) => past.events).sort((one, other) => (one.id < other.id ? -1 : 1));
const members = units.flatMap((past) => past.members);
const known = new Map(events.map((event) => [event.id, event]));
const DAY_MS = 86_400_000;

function ofMembers(): Map<string, WorldEvent[]> {
  const lives = new Map<string, WorldEvent[]>();
  for (const event of events) lives.set(event.memberId, [...(lives.get(event.memberId) ?? []), event]);
  lives.delete("unknown");
  return lives;
}

test("the same plan gives the same past, also of one unit alone; another seed gives another", () => {
  expect(inventUnit(plan, 17, campaignsOf(plan))).toEqual(units[17]);
  expect(inventUnit({ ...plan, seed: 1 }, 17, campaigns).events[0]?.id).not.toBe(units[17]?.events[0]?.id);
});

test("the member of the README's examples is one of the demo's", () => {
  const named = [...readFileSync("README.md", "utf8").matchAll(/\b\d{8}\b/g)].map(([id]) => id);
  expect(named).not.toEqual([]);
  for (const id of named)
    expect(
      members.some((member) => member.id === id),
      id,
    ).toBe(true);
});

test("a member has about fifteen events, so that the demo has 300,000", () => {
  const each = events.length / members.length;
  expect(each).toBeGreaterThan(EVENTS_A_MEMBER * 0.95);
  expect(each).toBeLessThan(EVENTS_A_MEMBER * 1.05);
  expect(DEMO_MEMBERS * EVENTS_A_MEMBER).toBe(300_000);
});

test("a changed phone number is seen to change where only its last four digits are shown", () => {
  const changes = events.filter(({ action }) => action === "phone-number.changed");
  expect(changes.length).toBeGreaterThan(100);
  for (const { attributes } of changes) {
    const { from, to } = attributes.phoneNumber ?? {};
    expect(String(from).slice(-4)).not.toBe(String(to).slice(-4));
  }
});

test("identifiers, phone numbers and e-mail addresses belong to one member each, and event ids to one event", () => {
  for (const values of [
    members.map(({ id }) => id),
    members.map(({ phone }) => phone),
    members.map(({ email }) => email),
  ]) {
    expect(new Set(values).size).toBe(members.length);
  }
  expect(known.size).toBe(events.length);
  for (const { id } of members) expect(id).toMatch(/^\d{8}$/);
});

test("nothing happens outside the 24 months, and nobody acts before joining", () => {
  const joined = new Map(members.map(({ id, joinedAt }) => [id, joinedAt]));
  const early = events.filter(({ at, memberId }) => at < spanOf(plan).from || at < (joined.get(memberId) ?? 0));
  expect(early).toEqual([]);
  expect(events.filter(({ at }) => at >= plan.now)).toEqual([]);
});

test.each([
  "status",
  "membership",
  "phoneNumber",
  "emailAddress",
  "address",
  "name",
  "identityVerification",
  "marketingConsent",
  "devices",
  "familyAccount",
])("each change of %s begins where the one before ended", (field) => {
  for (const life of ofMembers().values()) {
    let last: unknown;
    for (const { attributes, action } of life) {
      const change = attributes[field];
      if (!change) continue;
      if (last !== undefined && change.from !== undefined && action !== "marketing-consent.withdrawn")
        expect(change.from).toBe(last);
      last = change.to;
    }
  }
});

test("every cause came before, in the same story, and a log-out elsewhere was caused on another device", () => {
  const caused = events.filter(({ causationId }) => causationId !== null);
  expect(caused.length).toBeGreaterThan(2000);
  for (const event of caused) {
    const cause = known.get(event.causationId ?? "");
    expect(cause?.correlationId).toBe(event.correlationId);
    expect((cause?.id ?? "") < event.id).toBe(true);
    const isElsewhere = event.attributes.reason?.to === "logged-in-elsewhere";
    if (isElsewhere) expect(cause?.context.deviceId).not.toBe(event.context.deviceId);
  }
});

test("activity is skewed: a tenth of the members has more than a third of the events", () => {
  const sizes = [...ofMembers().values()].map((life) => life.length).sort((one, other) => other - one);
  const top = sizes.slice(0, Math.floor(members.length / 10)).reduce((sum, n) => sum + n, 0);
  expect(top / events.length).toBeGreaterThan(1 / 3);
});

test("people sleep, and Friday sees more than Monday", () => {
  const logIns = events.filter(
    ({ action, context }) => action === "member.logged-in" && !String(context.deviceId).startsWith("android"),
  );
  const seoul = logIns.map(({ at }) => new Date(at + 9 * 3_600_000));
  const inHours = (from: number, to: number) =>
    seoul.filter((time) => time.getUTCHours() >= from && time.getUTCHours() < to).length;
  const onDay = (day: number) => seoul.filter((time) => time.getUTCDay() === day).length;
  expect(inHours(11, 13)).toBeGreaterThan(10 * inHours(3, 5));
  expect(onDay(5)).toBeGreaterThan(1.3 * onDay(1));
});

test("events of before the change of versions are version 1, later ones version 2", () => {
  for (const action of ["member.joined", "marketing-consent.given"]) {
    const both = events.filter((event) => event.action === action);
    for (const { at, version } of both) expect(version).toBe(at < versionChangeOf(plan) ? 1 : 2);
    expect(new Set(both.map(({ version }) => version))).toEqual(new Set([1, 2]));
  }
});

describe("crimes", () => {
  test("the people of a ring share devices, a connection and a home, and their coupons are blocked", () => {
    const rings = units.filter((_, unit) => isRing(unit));
    expect(rings.length).toBeGreaterThan(2);
    for (const ring of rings) {
      const logIns = ring.events.filter(({ action }) => action === "member.logged-in");
      expect(new Set(logIns.map(({ context }) => context.deviceId)).size).toBeLessThanOrEqual(3);
      expect(new Set(logIns.map(({ context }) => context.ip)).size).toBe(1);
      expect(new Set(logIns.map(({ memberId }) => memberId)).size).toBeGreaterThan(5);
      expect(ring.events.some(({ attributes }) => attributes.sanction?.to === "coupons-blocked")).toBe(true);
    }
  });

  test("accounts are taken over: failures, a log-in, another password and phone number, and a suspension", () => {
    const found = events.filter(
      ({ action, attributes }) => action === "member.suspended" && attributes.reason?.to === "account-takeover",
    );
    expect(found.length).toBeGreaterThan(3);
    for (const { memberId, at } of found.slice(0, 5)) {
      const before = (ofMembers().get(memberId) ?? []).filter((event) => event.at < at && event.at > at - 4 * DAY_MS);
      const actions = before.map(({ action }) => action);
      expect(actions).toEqual(expect.arrayContaining(["member.login-failed", "password.changed"]));
    }
  });

  test("stuffed credentials come in four campaigns of four hours from three machines each, mostly for nobody's account", () => {
    const tries = events.filter(({ context }) => String(context.deviceId).startsWith("android-emulator"));
    for (const { from, devices } of campaigns) {
      const ofCampaign = tries.filter(({ context }) => devices.some(({ id }) => id === context.deviceId));
      expect(ofCampaign.length).toBeGreaterThan(500);
      expect(ofCampaign.filter(({ memberId }) => memberId === "unknown").length).toBeGreaterThan(
        0.8 * ofCampaign.length,
      );
      const atNight = ofCampaign.filter(
        ({ at, action }) => action === "member.login-failed" && at - from < 5 * 3_600_000,
      );
      expect(atNight.length).toBeGreaterThan(0.95 * ofCampaign.length - 20);
    }
    expect(plan.now - (campaigns.at(-1)?.from ?? 0)).toBeLessThan(3 * DAY_MS);
  });
});

test("twelve events of the last three minutes were missed, and only these", () => {
  const missed = events.filter((event) => event.missed);
  expect(missed).toHaveLength(MISSED);
  for (const { at } of missed) expect(plan.now - at).toBeLessThan(3 * 60_000);
});

test("withdrawals end, and one that was objected to or thought better of leaves the member as it was", () => {
  const byId = new Map(members.map((member) => [member.id, member]));
  const withdrawals = units.flatMap((past) => past.withdrawals);
  expect(new Set(withdrawals.map(({ state }) => state))).toEqual(new Set(["completed", "taken-back"]));
  for (const { requestEventId, memberId, state } of withdrawals) {
    const story = events.filter(({ correlationId }) => correlationId === requestEventId).map(({ action }) => action);
    expect(story).toContain(`withdrawal.${state}`);
    if (state === "completed") expect(byId.get(memberId)?.membership).toBe("withdrawn");
  }
  expect(events.some(({ action }) => action === "withdrawal.objected")).toBe(true);
});

test("whoever joined unverified on the last day waits for a reminder", () => {
  const waiting = units.flatMap((past) => past.tasks);
  for (const { memberId, dueAt } of waiting) {
    expect(byIdOf(memberId)?.identityVerifiedAt).toBeNull();
    expect(dueAt).toBeGreaterThan(plan.now);
    expect(dueAt).toBeLessThan(plan.now + DAY_MS);
  }
});

function byIdOf(memberId: string) {
  return members.find(({ id }) => id === memberId);
}
