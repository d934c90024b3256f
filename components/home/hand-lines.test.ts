import { expect, test } from "vitest";
import type { LayerStatus, PublicationStatus, QueueStatus } from "#server/vocabulary/publication-status";
import type { RepublishJob } from "#server/vocabulary/republish-job";
import { handLines } from "./hand-lines.ts";

const asOf = "2026-11-28T04:00:00.000Z";
const layer = (name: "internal" | "external", given: Partial<LayerStatus> = {}): LayerStatus => ({
  ...{ layer: name, waiting: 0, waitingByAge: [], overdue: 0, oldestWaitingMs: null, parked: 0, missedInHour: 0 },
  ...{ repairedInHour: 0, recordedInHour: 0, lagP50Ms: null, lagP95Ms: null, lagP99Ms: null },
  ...{ unpublishedAfterMs: 300_000, stopped: null },
  ...given,
});
const status = (given: Partial<PublicationStatus> = {}): PublicationStatus => ({
  ...{ layers: [layer("internal"), layer("external")], queues: [], lookedAt: asOf, outages: [], failing: [], asOf },
  ...given,
});
const queue: QueueStatus = {
  ...{ subscriber: "record-device", layer: "internal", queue: "q-1", waiting: 0, inFlight: 0, deadLetters: 2 },
  ...{ filledSince: null, failing: 5, handledPerMinute: null, measuredAt: asOf },
};
const job = (id: string, given: Partial<RepublishJob>): RepublishJob => ({
  ...{ id, layer: "internal", target: "ALL", reason: "r", ticket: null, requestedBy: "Alex", requestedById: "alex" },
  ...{ requestedAt: asOf, state: "running", pausedBecause: null, trouble: null, asOf, planned: 1, frozen: 1 },
  ...{
    isFrozen: true,
    lateEvents: 0,
    rate: 1,
    slowedTo: null,
    slowedBecause: null,
    order: "member",
    firstLot: null,
    receivers: 1,
  },
  ...{ startAt: null, startedAt: null, finishedAt: null, place: null, repeats: null, approval: null },
  counts: { waiting: 0, sending: 0, sent: 0, confirmed: 0, skipped: 0, failed: 0, unknown: 0 },
  ...given,
});
const known = { meId: "minji", status: status(), openJobs: [], unreviewed: 0, subscribers: [] };

test("nothing waits when all is well", () => {
  expect(handLines(known)).toEqual([]);
});

test("who does not answer comes first, then what is stopped, then what fails", () => {
  const stopped = { at: asOf, by: "Alex", reason: "r", scope: "everything" as const };
  const troubled = status({
    layers: [layer("internal", { stopped }), layer("external", { parked: 3 })],
    outages: [{ part: "topic:external", since: asOf, seenAt: asOf, error: "no" }],
    queues: [queue],
  });
  expect(handLines({ ...known, status: troubled }).map(({ kind }) => kind)).toEqual([
    "topicAway",
    "stopped",
    "parked",
    "failing",
    "deadLetters",
  ]);
});

test("SQS as a whole is named, and a queue by whose it is", () => {
  const outages = [
    { part: "sqs" as const, since: asOf, seenAt: asOf, error: "no" },
    { part: `queue:${queue.queue}` as const, since: asOf, seenAt: asOf, error: "no" },
  ];
  const lines = handLines({
    ...known,
    status: status({ queues: [{ ...queue, failing: 0, deadLetters: 0 }], outages }),
  });
  expect(lines).toEqual([
    { kind: "sqsAway", since: asOf, href: "/publication" },
    { kind: "queueAway", subscriber: queue.subscriber, since: asOf, href: "/publication" },
  ]);
});

test("one's own job waits for somebody else's approval, and a single one is linked itself", () => {
  const openJobs = [
    job("mine", { state: "approval", requestedById: "minji" }),
    job("theirs", { state: "approval" }),
    job("held", { state: "paused" }),
    job("also-held", { state: "paused" }),
  ];
  expect(handLines({ ...known, openJobs, unreviewed: 1 })).toEqual([
    { kind: "toApprove", count: 1, href: "/republish/theirs" },
    { kind: "toReview", count: 1, href: "/republish" },
    { kind: "paused", count: 2, href: "/republish" },
  ]);
});
