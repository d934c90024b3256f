import { expect, test } from "vitest";
import type { LinkedMember, SharedLink } from "#server/vocabulary/explore/links";
import { layOutLinks } from "./link-graph-layout.ts";

function member(memberId: string): LinkedMember {
  const at = "2026-11-21T00:00:00.000Z";
  const isSuspended = memberId === "b";
  return { memberId, events: 1, firstAt: at, lastAt: at, state: null, isSuspended, overlaps: 0, eventIds: [] };
}

function link(value: string, ids: string[], isHub = false): SharedLink {
  const members = ids.map(member);
  const memberCount = isHub ? 99 : ids.length;
  return { kind: "device", value, masked: null, members, memberCount, isFloor: false, isHub };
}

test("a value's members stand beside it, behind them what else they share, and behind that with whom", () => {
  const shared = [link("e", ["a", "c"]), link("hub", ["b"], true)];
  const graph = layOutLinks({ root: link("d", ["a", "b"]), shared }, null);
  expect(graph.nodes.map(({ key, column }) => `${column} ${key}`)).toEqual([
    "0 device d",
    "1 member a",
    "1 member b",
    "2 device e",
    "2 device hub",
    "3 member c",
  ]);
  expect(graph.edges.map(({ from, to }) => `${from} - ${to}`)).toEqual([
    "device d - member a",
    "device d - member b",
    "device e - member a",
    "device e - member c",
    "device hub - member b",
  ]);
  expect(graph.left).toBe(0);
});

test("of a member asked for the member comes first", () => {
  const graph = layOutLinks({ root: null, shared: [link("e", ["a", "b"])] }, "a");
  expect(graph.nodes.map(({ key, column }) => `${column} ${key}`)).toEqual(["0 member a", "1 device e", "2 member b"]);
});

test("what has no room is counted", () => {
  const ids = Array.from({ length: 40 }, (_, n) => `m-${n}`);
  const graph = layOutLinks({ root: link("d", ids), shared: [link("e", ["m-0", "x"])] }, null);
  expect(graph.left).toBe(16);
  expect(graph.edges.every(({ to }) => graph.nodes.some(({ key }) => key === to))).toBe(true);
});
