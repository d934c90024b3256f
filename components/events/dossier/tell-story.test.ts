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

const line = (told: ReturnType<typeof tellStory>) =>
  told.map(({ event: { id }, depth }) => `${"-".repeat(depth)}${id}`);

test("an event stands below what caused it, oldest first, whatever order they come in", () => {
  expect(line(tellStory([takenBack, requested, objected, left]))).toEqual(["a", "-b", "-c", "--d"]);
});

test("all that an event brought about stands before the next of its cause", () => {
  const late = event("e", { causationId: "b" });
  expect(line(tellStory([requested, left, objected, takenBack, late]))).toEqual(["a", "-b", "--e", "-c", "--d"]);
});

test("a cause that is not shown is named", () => {
  expect(tellStory([takenBack]).map(({ depth, cause }) => ({ depth, cause }))).toEqual([{ depth: 0, cause: "c" }]);
});

test("what claims a later event as its cause stands at the margin", () => {
  const early = event("a", { causationId: "b" });
  expect(line(tellStory([early, event("b", { causationId: "a" })]))).toEqual(["a", "-b"]);
});

test("who raised an event stands there, who else handled its cause stands with that", () => {
  const handledBy = (handler: string, raised: string[]) => ({
    ...{ eventId: "a", handler, delivery: "live", outcome: "done", at: "2026-11-21T00:00:01.000Z", raised },
  });
  const told = tellStory([requested, left], [handledBy("leaver", ["b"]), handledBy("mailer", [])]);
  expect(told.map(({ by }) => by?.handler ?? null)).toEqual([null, "leaver"]);
  expect(told.map(({ handled }) => handled.map(({ handler }) => handler))).toEqual([["mailer"], []]);
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
