import { expect, test } from "vitest";
import type { LayerStatus } from "#server/vocabulary/views";
import { behindMs, layerHealth, worstHealth } from "./layer-health.ts";

function layer(given: Partial<LayerStatus> = {}): LayerStatus {
  return {
    layer: "internal",
    waiting: 0,
    overdue: 0,
    oldestWaitingMs: null,
    parked: 0,
    missedInHour: 0,
    repairedInHour: 0,
    recordedInHour: 100,
    lagP50Ms: 20,
    lagP95Ms: 80,
    unpublishedAfterMs: 300_000,
    stopped: null,
    ...given,
  };
}

test("events that wait within their time are well", () => {
  expect(layerHealth(layer({ waiting: 12, oldestWaitingMs: 4_000 }))).toBe("well");
});

test("a stop hides everything else, lateness hides parked events", () => {
  const stopped = { at: "2026-11-21T00:00:00Z", by: "kim", reason: "storm", scope: "everything" as const };
  expect(layerHealth(layer({ stopped, overdue: 5 }))).toBe("stopped");
  expect(layerHealth(layer({ stopped: { ...stopped, scope: "jobs" } }))).toBe("well");
  expect(layerHealth(layer({ overdue: 1, parked: 2 }))).toBe("late");
  expect(layerHealth(layer({ parked: 2 }))).toBe("parked");
});

test("what was missed and repaired is well again, what is not all repaired is not", () => {
  expect(layerHealth(layer({ missedInHour: 3, repairedInHour: 3 }))).toBe("well");
  expect(layerHealth(layer({ missedInHour: 3, repairedInHour: 2 }))).toBe("repairing");
});

test("the whole stands as its worst layer, and is behind by its oldest late event", () => {
  const layers = [layer(), layer({ layer: "external", overdue: 1, oldestWaitingMs: 720_000 })];
  expect(worstHealth(layers)).toBe("late");
  expect(behindMs(layers)).toBe(720_000);
  expect(behindMs([layer({ waiting: 3, oldestWaitingMs: 900 })])).toBeNull();
});
