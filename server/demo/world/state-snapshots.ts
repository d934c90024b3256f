import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { JsonValue } from "../../vocabulary/member-event.ts";
import type { Random } from "./random.ts";
import type { UnitPast, WorldEvent } from "./world-event.ts";
import { spanOf, unitsOf, type WorldPlan } from "./world-plan.ts";

/** How many states a world keeps, whatever its size. */
const SNAPSHOTS = 1000;

/** The attributes that make up a member's state; each event that has one sets it. */
export const stateFields = [
  ...(["status", "membership", "name", "phoneNumber", "emailAddress", "address"] as const),
  ...(["identityVerification", "marketingConsent", "devices", "familyAccount"] as const),
];

/** What a member's state was at a moment: a field no event had set by then is not there. */
export type StateSnapshot = {
  memberId: string;
  /** ISO 8601 in UTC with milliseconds; events of that very millisecond are part of the state. */
  at: string;
  /** Values as events show them, personal ones masked; `eventId` is the event that set it last. */
  fields: Record<string, { value: JsonValue; eventId: string }>;
};

/** The states that a unit contributes: of its members drawn at moments drawn, 1,000 over all units. */
export function inventSnapshots(
  plan: WorldPlan,
  unit: number,
  given: { random: Random; past: UnitPast },
): StateSnapshot[] {
  const { random, past } = given;
  const { from, to } = spanOf(plan);
  const count = Math.floor(((unit + 1) * SNAPSHOTS) / unitsOf(plan)) - Math.floor((unit * SNAPSHOTS) / unitsOf(plan));
  return Array.from({ length: count }, () => {
    const memberId = past.members[random.between(0, past.members.length - 1)]?.id ?? "";
    const at = Math.floor(from + random.unit() * (to - from));
    return { memberId, at: new Date(at).toISOString(), fields: foldState(past.events, { memberId, at }) };
  });
}

/** A member's state from events in their order; personal values as they stand in the events. */
function foldState(
  events: readonly WorldEvent[],
  { memberId, at }: { memberId: string; at: number },
): StateSnapshot["fields"] {
  const fields: StateSnapshot["fields"] = {};
  for (const event of events) {
    if (event.memberId !== memberId || event.at > at) continue;
    for (const [field, value] of statedBy(event)) fields[field] = { value, eventId: event.id };
  }
  return fields;
}

/** What an event says of the state, in the shape of its action's current version. */
function statedBy({ action, version, attributes }: WorldEvent): [string, JsonValue][] {
  const stated = stateFields.flatMap((field): [string, JsonValue][] => {
    const { from, to } = attributes[field] ?? {};
    // What stays what it was is no change: the event does not have it.
    return to === undefined || from === to ? [] : [[field, to]];
  });
  if (version === 1 && action === "marketing-consent.given") stated.push(["marketingConsent", "given"]);
  if (version === 1 && action === "member.joined") stated.push(["membership", "active"], ["marketingConsent", "none"]);
  return stated;
}

/**
 * The states that the generator of the loaded demo world knew, for comparison with what is rebuilt from events.
 *
 * @param db a connection as the owner.
 * @returns none when no world is loaded.
 */
export async function readStateSnapshots(db: Executor): Promise<StateSnapshot[]> {
  const rows = await db.execute<StateSnapshot>(sql`
    select member_id as "memberId", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, fields
      from demo_world.snapshot order by member_id, at`);
  return [...rows];
}
