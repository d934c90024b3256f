import { expect } from "vitest";
import type { Db } from "../db.ts";
import { resolveConditions } from "../event-storage/conditions/selection.ts";
import { countOf } from "../event-storage/counts/count-events.ts";
import { findSample } from "../event-storage/counts/count-question.ts";
import { facetsOf } from "../event-storage/counts/event-facets.ts";
import { membersOf } from "../event-storage/counts/found-members.ts";
import { type SearchableEvent, valuesInEvent } from "../vocabulary/condition/values-in-event.ts";
import type { Condition } from "../vocabulary/conditions.ts";
import { leavesOf } from "../vocabulary/value-path.ts";

/** Holds everything that is counted of what conditions find against the events that they mean. */
export async function expectCountsAgree(
  db: Db,
  conditions: readonly Condition[],
  meant: readonly SearchableEvent[],
): Promise<void> {
  const selection = await resolveConditions(db, conditions);
  const counted = await countOf(db, selection, { conditions: [...conditions], by: "family", zone: "Asia/Seoul" });
  expect({ conditions, count: counted.count, isFloor: counted.isFloor }).toEqual({
    conditions,
    count: meant.length,
    isFloor: false,
  });
  const drawn = (counted.histogram?.stacks ?? []).map(({ key, counts }) => [
    key,
    counts.reduce((sum, n) => sum + n, 0),
  ]);
  expect(Object.fromEntries(drawn)).toEqual(Object.fromEntries(tally(meant.map(({ family }) => family))));
  const sample = await findSample(db, selection, {});
  expect({ looked: sample.looked, isWhole: sample.isWhole }).toEqual({ looked: meant.length, isWhole: true });
  expect(sample.oldest).toBe(meant.map(({ occurredAt }) => occurredAt).sort()[0] ?? null);
  for (const { field, values, different } of await facetsOf(db, sample)) {
    const expected = tally(meant.flatMap((event) => valuesOf(event, field)));
    expect({ field, different }).toEqual({ field, different: expected.size });
    for (const { value, count } of values)
      expect({ field, value, count }).toEqual({ field, value, count: expected.get(value) });
    const most = [...expected.values()].sort((a, b) => b - a).slice(0, values.length);
    expect(values.map(({ count }) => count)).toEqual(most);
  }
  const { members, different } = await membersOf(db, sample);
  const expected = tally(meant.map(({ memberId }) => memberId));
  expect(different).toBe(expected.size);
  for (const { memberId, events, firstAt, lastAt } of members) {
    const times = meant.filter((event) => event.memberId === memberId).map(({ occurredAt }) => occurredAt);
    expect({ memberId, events, firstAt, lastAt }).toEqual({
      ...{ memberId, events: expected.get(memberId), firstAt: times.sort()[0], lastAt: times.at(-1) },
    });
  }
}

/** Each different value that an event shows in a field. */
function valuesOf(event: SearchableEvent, field: Condition["field"]): string[] {
  const leaves = leavesOf(valuesInEvent[field](event, "")).filter((leaf) => leaf !== null);
  return [...new Set(leaves.map(String))];
}

function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
