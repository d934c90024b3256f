import { expect, test } from "vitest";
import type { LayerStatus, Outage, PublicationStatus, QueueStatus } from "#server/vocabulary/publication-status";
import { isUnseen, layerHealth, wholeHealth } from "./layer-health.ts";

const at = "2026-11-21T00:00:00.000Z";

function layer(given: Partial<LayerStatus> = {}): LayerStatus {
  return {
    layer: "internal",
    waiting: 0,
    waitingByAge: [0, 0, 0, 0, 0],
    overdue: 0,
    oldestWaitingMs: null,
    parked: 0,
    missedInHour: 0,
    repairedInHour: 0,
    recordedInHour: 100,
    lagP50Ms: 20,
    lagP95Ms: 80,
    lagP99Ms: 120,
    unpublishedAfterMs: 300_000,
    stopped: null,
    ...given,
  };
}

function whole(given: Partial<PublicationStatus> = {}): PublicationStatus {
  return { layers: [layer()], queues: [], lookedAt: at, outages: [], failing: [], asOf: at, ...given };
}

const queue: QueueStatus = {
  subscriber: "recorder",
  layer: "internal",
  queue: "recorder",
  waiting: 0,
  inFlight: 0,
  deadLetters: 0,
  filledSince: null,
  failing: 0,
  handledPerMinute: 0,
  measuredAt: at,
};
const outage: Outage = { part: "topic:external", since: at, seenAt: at, error: "AuthorizationError" };

test("events that wait within their time are well", () => {
  expect(layerHealth(layer({ waiting: 12, oldestWaitingMs: 4_000 }), [])).toBe("well");
});

test("a stop hides everything else, lateness hides parked events", () => {
  const stopped = { at, by: "kim", reason: "storm", scope: "everything" as const };
  expect(layerHealth(layer({ stopped, overdue: 5 }), [])).toBe("stopped");
  expect(layerHealth(layer({ stopped: { ...stopped, scope: "jobs" } }), [])).toBe("well");
  expect(layerHealth(layer({ overdue: 1, parked: 2 }), [])).toBe("late");
  expect(layerHealth(layer({ parked: 2 }), [])).toBe("parked");
});

test("what was missed and repaired is well again, what is not all repaired is not", () => {
  expect(layerHealth(layer({ missedInHour: 3, repairedInHour: 3 }), [])).toBe("well");
  expect(layerHealth(layer({ missedInHour: 3, repairedInHour: 2 }), [])).toBe("repairing");
});

test("a topic that does not answer stands in its own layer from its first second, and in the whole", () => {
  expect(layerHealth(layer(), [outage])).toBe("well");
  expect(layerHealth(layer({ layer: "external" }), [outage])).toBe("away");
  expect(wholeHealth(whole({ outages: [outage] }))).toBe("away");
  expect(wholeHealth(whole({ outages: [{ ...outage, part: "queue:recorder" }] }))).toBe("away");
});

test("the whole is not in order above a failing message, a dead letter, or workers that nobody has heard of", () => {
  expect(wholeHealth(whole({ queues: [queue] }))).toBe("well");
  expect(wholeHealth(whole({ queues: [{ ...queue, failing: 1 }] }))).toBe("failing");
  expect(wholeHealth(whole({ queues: [{ ...queue, failing: null, deadLetters: 90 }] }))).toBe("failing");
  expect(isUnseen(whole({ lookedAt: "2026-11-20T23:59:30.000Z" }))).toBe(true);
  expect(wholeHealth(whole({ lookedAt: null }))).toBe("away");
  // A worker runs and says that SQS does not answer: nothing is measured meanwhile.
  const outages = [{ part: "sqs" as const, since: at, seenAt: at, error: "no answer within 3 s" }];
  expect(isUnseen(whole({ lookedAt: null, outages }))).toBe(false);
  expect(wholeHealth(whole({ layers: [layer(), layer({ overdue: 1 })], queues: [{ ...queue, failing: 1 }] }))).toBe(
    "late",
  );
});
