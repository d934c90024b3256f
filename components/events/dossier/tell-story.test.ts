import { expect, test } from "vitest";
import type { LayerPublication, MemberEvent } from "#server/vocabulary/member-event";
import { tellStory } from "./tell-story.ts";

const published: LayerPublication = {
  state: "published",
  publishedAt: null,
  tries: null,
  nextAt: null,
  lastError: null,
};

function event(id: string, given: Partial<MemberEvent> = {}): MemberEvent {
  return {
    id,
    memberId: "m-1",
    action: `action.${id}`,
    family: "lifecycle",
    version: 1,
    imported: false,
    occurredAt: "2026-11-21T00:00:00.000Z",
    storedAt: "2026-11-21T00:00:00.000Z",
    changed: [],
    attributes: {},
    context: {},
    correlationId: "a",
    causationId: null,
    published: true,
    publishedAt: null,
    internal: published,
    external: published,
    ...given,
  };
}

const requested = event("a", {
  context: { channel: "app" },
  attributes: { membership: { from: "active", to: "withdrawal-requested" } },
});
const left = event("b", {
  causationId: "a",
  context: { channel: "service" },
  attributes: { familyAccount: { from: "member", to: "none" } },
});
const objected = event("c", { causationId: "a", context: { channel: "service", by: "partner-reporter" } });
const takenBack = event("d", {
  causationId: "c",
  context: { channel: "schedule" },
  attributes: { membership: { from: "withdrawal-requested", to: "active" } },
});

test("a story is told oldest first, whatever order its events come in", () => {
  const told = tellStory([takenBack, requested, objected, left]);
  expect(told.map((line) => line.event.id)).toEqual(["a", "b", "c", "d"]);
});

test("an event stands one step further in than what caused it", () => {
  expect(tellStory([requested, left, objected, takenBack]).map((line) => line.depth)).toEqual([0, 1, 1, 2]);
});

test("the cause is named only where it is not the line above", () => {
  const told = tellStory([requested, left, objected, takenBack]);
  expect(told.map((line) => line.cause?.id ?? null)).toEqual([null, null, "a", null]);
});

test("what takes a change back names the event that made it", () => {
  const told = tellStory([requested, left, objected, takenBack]);
  expect(told.map((line) => line.undoes?.id ?? null)).toEqual([null, null, null, "a"]);
});

test("the same change of another member is not taken back", () => {
  const other = { ...takenBack, memberId: "m-2" };
  expect(tellStory([requested, other]).map((line) => line.undoes)).toEqual([null, null]);
});

test("a value that was unknown before is not taken back by one that becomes unknown", () => {
  const set = event("a", { attributes: { reason: { to: "x" } } });
  const same = event("b", { attributes: { reason: { to: "x" } } });
  expect(tellStory([set, same])[1]?.undoes).toBeNull();
});

test("who acted is read from the channel, and nobody is named where it does not tell", () => {
  const byStaff = event("e", { context: { channel: "office", by: "fraud team" } });
  const byRule = event("f", { context: { deviceId: "d-1" }, causationId: "e" });
  const byRuleOrMember = event("g", { context: { channel: "app" }, causationId: "e" });
  const told = tellStory([requested, left, objected, takenBack, byStaff, byRule, byRuleOrMember, event("h")]);
  expect(told.map((line) => line.actor)).toEqual([
    { kind: "member", name: null },
    { kind: "system", name: null },
    { kind: "system", name: "partner-reporter" },
    { kind: "automatic", name: null },
    { kind: "staff", name: "fraud team" },
    { kind: "automatic", name: null },
    null,
    null,
  ]);
});

test("a cause outside of the story, or claimed to come later, leaves the event at the margin", () => {
  const strange = event("a", { causationId: "b" });
  const outside = event("b", { causationId: "elsewhere" });
  expect(tellStory([strange, outside]).map((line) => line.depth)).toEqual([0, 0]);
});

test("each hop tells how long it took: from the cause, and to each topic", () => {
  const at = (ms: number) => new Date(Date.parse("2026-11-21T00:00:00.000Z") + ms).toISOString();
  const cause = event("a", { internal: { ...published, publishedAt: at(250) } });
  const effect = event("b", { causationId: "a", occurredAt: at(400), storedAt: at(410) });
  expect(tellStory([cause, effect]).map(({ hops }) => hops)).toEqual([
    { after: null, internal: 250, external: null },
    { after: 400, internal: null, external: null },
  ]);
});
