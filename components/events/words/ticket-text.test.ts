import { expect, test } from "vitest";
import type { LayerPublication, MemberEvent } from "#server/vocabulary/member-event";
import { ticketText } from "./ticket-text.ts";

const published: LayerPublication = {
  state: "published",
  publishedAt: null,
  tries: null,
  nextAt: null,
  lastError: null,
};

function event(id: string, action: string, context: MemberEvent["context"]): MemberEvent {
  return {
    id,
    memberId: "m-1",
    action,
    family: "sign-in",
    version: 1,
    imported: false,
    occurredAt: "2026-11-27T10:54:22.957Z",
    storedAt: "2026-11-27T10:54:22.957Z",
    changed: [],
    attributes: {},
    context,
    correlationId: null,
    causationId: null,
    published: true,
    publishedAt: null,
    internal: published,
    external: published,
  };
}

const given = {
  event: event("b", "member.logged-out", { ip: "192.0.2.1" }),
  catalog: new Map(),
  locale: "ko" as const,
  zone: "Asia/Seoul" as const,
  link: "https://console.test/events/b",
  say: (value: string) => (value === "web" ? "웹" : value),
};

test("a ticket says what, when and from where, whose, and where to look", () => {
  expect(ticketText(given)).toBe(
    [
      "member.logged-out",
      "2026-11-27 19:54:22 KST · 192.0.2.1",
      "m-1 · member.logged-out · b",
      "https://console.test/events/b",
    ].join("\n"),
  );
});

test("where something else caused it, a ticket says what that was, in the reader's words", () => {
  const cause = { word: "원인:", event: event("a", "member.logged-in", { device: "MacBook", channel: "web" }) };
  expect(ticketText({ ...given, cause }).split("\n")[2]).toBe(
    "원인: member.logged-in (2026-11-27 19:54:22 KST · MacBook · 웹)",
  );
});

test("a ticket names no member where no account was recognised", () => {
  const ofNobody = { ...given.event, memberId: "unknown" };
  expect(ticketText({ ...given, event: ofNobody }).split("\n")[2]).toBe("member.logged-out · b");
});
