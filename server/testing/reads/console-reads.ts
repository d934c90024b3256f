import type { Db } from "../../db.ts";
import { resolveConditions } from "../../event-storage/conditions/selection.ts";
import { findEvents } from "../../event-storage/search/find-events.ts";
import { searchEvents } from "../../event-storage/search/search-events.ts";
import { selectEvents } from "../../event-storage/select-events.ts";
import type { Actor } from "../../staff/actor.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { ReadParameters } from "./read-bench.ts";

/** One read of the console, with what it asks for; `isPartial` when it ended before it knew all. */
export type Read = { name: string; run: (one: ReadParameters) => Promise<{ isPartial: boolean }> };

/** The first page of a member with its publication state, without its record. */
export const TIMELINE = "timeline with publication state";

/** It may take longer than the others, or say that it is partial. */
export const LONG_AGO = "search by a value common long ago";

/**
 * The reads that benchmarks compare: the timeline, and a search by every kind of condition that an index answers.
 *
 * @param ofOnePlace how many events of a device or an address are shown at most: the larger the test's history, the more each has.
 */
export function consoleReads(db: Db, actor: Actor, { ofOnePlace = 50 }: { ofOnePlace?: number } = {}): Read[] {
  const search = (name: string, condition: (one: ReadParameters) => Condition[], limit = 50): Read => ({
    name,
    run: async (one) => {
      const { partial } = await searchEvents(db, actor, { conditions: condition(one), limit });
      return { isPartial: partial };
    },
  });
  return [
    {
      name: TIMELINE,
      run: async ({ memberId }) => {
        const selection = await resolveConditions(db, [any("member", memberId)]);
        const { ids } = await findEvents(db, selection, { cursor: undefined, limit: 51 });
        await selectEvents(db, ids);
        return { isPartial: false };
      },
    },
    search("search by member", ({ memberId }) => [any("member", memberId)]),
    search("search by device", ({ deviceId }) => [any("device", deviceId)], ofOnePlace),
    search("search by address", ({ ip }) => [any("ip", ip)], ofOnePlace),
    search("search by action", ({ action }) => [any("action", action)]),
    search("search by what changed", () => [any("changed", "plan")]),
    search("search by a common attribute", () => [any("attribute", "plan-0", "plan")]),
    search("search by a rare attribute", ({ rare }) => [any("attribute", rare, "note")]),
    search("search by an absent attribute", () => [any("attribute", "never", "note")]),
    search("search by a medium attribute", ({ medium }) => [any("attribute", medium, "plan")]),
    search(LONG_AGO, () => [any("attribute", "summer", "tariff")]),
    search("search by correlation", ({ correlationId }) => [any("correlation", correlationId)]),
    search("search for all", () => []),
  ];
}

function any(field: Condition["field"], value: string, name?: string): Condition {
  return { field, operator: "any", values: [value], ...(name ? { name } : {}) };
}
