import { expect, test } from "vitest";
import { inventWorld } from "./invent-world.ts";
import type { WorldEvent } from "./world-event.ts";

const now = Date.UTC(2026, 10, 21, 9);
const world = inventWorld(now);
const keyed = new Map(world.events.map((event) => [event.key, event]));

test("the same moment gives the same world", () => {
  expect(inventWorld(now)).toEqual(world);
});

test("about 1,500 members and 15,000 events fill the ninety days before, and nothing lies outside", () => {
  expect(world.members).toHaveLength(1500);
  expect(world.events.length).toBeGreaterThan(13_000);
  expect(world.events.length).toBeLessThan(17_000);
  const times = world.events.map(({ at }) => at);
  expect(Math.min(...times)).toBeGreaterThan(now - 90 * 86_400_000 - 60_000);
  expect(Math.max(...times)).toBeLessThan(now);
});

test("twelve events of the last minutes were missed, and only these", () => {
  const missed = world.events.filter((event) => event.missed);
  expect(missed).toHaveLength(12);
  for (const { at } of missed) expect(now - at).toBeLessThan(3 * 60_000);
});

test("nobody acts before joining", () => {
  const joined = new Map(world.members.map(({ id, joinedAt }) => [id, joinedAt]));
  const early = world.events.filter(({ memberId, at }) => at < (joined.get(memberId) ?? 0));
  expect(early).toEqual([]);
});

test("each status follows from the one before", () => {
  const last = new Map<string, unknown>();
  for (const { memberId, attributes } of inOrder(world.events)) {
    if (attributes.status === undefined) continue;
    expect(attributes.status.from).toBe(last.get(memberId) ?? "logged-out");
    last.set(memberId, attributes.status.to);
  }
  for (const { id, status } of world.members) expect(status).toBe(last.get(id) ?? "logged-out");
});

test("a session ended by a log-in elsewhere was opened before, on another device, and ends once", () => {
  const caused = world.events.filter(({ causeKey }) => causeKey !== null);
  expect(caused.length).toBeGreaterThan(500);
  for (const event of caused) {
    const cause = keyed.get(event.causeKey ?? -1);
    expect(cause).toMatchObject({ action: "member.logged-in", memberId: event.memberId });
    expect(cause?.context.deviceId).not.toBe(event.context.deviceId);
    expect(event.at - (cause?.at ?? 0)).toBeLessThan(1000);
  }
  const ends = caused.map(({ causeKey, context }) => `${causeKey} ${context.deviceId}`);
  expect(new Set(ends).size).toBe(ends.length);
});

test("phone numbers follow one another and belong to one member each", () => {
  const owners = new Map<unknown, string>();
  const last = new Map<string, unknown>();
  for (const { memberId, action, attributes } of inOrder(world.events)) {
    if (action !== "phone-number.changed") continue;
    const { from, to } = attributes.phoneNumber ?? {};
    if (last.has(memberId)) expect(from).toBe(last.get(memberId));
    last.set(memberId, to);
    expect(owners.get(to) ?? memberId).toBe(memberId);
    owners.set(to, memberId);
  }
  const phones = world.members.map(({ phone }) => phone);
  expect(new Set(phones).size).toBe(phones.length);
  for (const phone of phones) expect(phone).toMatch(/^010-[01]\d{3}-\d{4}$/);
});

test("whoever lost the identity verification has left the family", () => {
  const families = world.members.filter(({ familyId }) => familyId !== null);
  expect(families.length).toBeGreaterThan(200);
  for (const { identityVerifiedAt, withdrawnAt } of families) {
    expect(identityVerifiedAt === null).toBe(withdrawnAt !== null);
  }
});

test("people sleep: lunch and evening in Seoul see ten times as much as the hours before dawn", () => {
  const inHours = (from: number, to: number) =>
    world.events.filter(({ at, memberId, context }) => {
      const hour = new Date(at + 9 * 3_600_000).getUTCHours();
      return hour >= from && hour < to && memberId !== "unknown" && context.deviceId !== "android-emulator-5e1f00";
    }).length;
  expect(inHours(11, 13)).toBeGreaterThan(10 * inHours(3, 5));
});

function inOrder(events: readonly WorldEvent[]): WorldEvent[] {
  return events.toSorted((one, other) => one.at - other.at || one.key - other.key);
}
