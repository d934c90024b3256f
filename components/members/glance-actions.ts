import { rangeOf } from "#server/vocabulary/condition-values";
import type { Condition } from "#server/vocabulary/conditions";
import type { CatalogAction } from "#server/vocabulary/member-event";

/** The counting tiles of a member: pressing one filters the timeline by what it counted. */
export type GlanceFilter = "failures" | "devices";

const HOUR_MS = 60 * 60 * 1000;
const spanMs: Record<GlanceFilter, number> = { failures: 24 * HOUR_MS, devices: 7 * 24 * HOUR_MS };

/**
 * The part of the timeline that a tile counted, measured back from when it was counted. A new device counts whatever
 * was done on it, a failed sign-in as well as a changed number, so that no action is chosen for it.
 */
export function glanceTimeline(
  filter: GlanceFilter,
  { catalog, asOf }: { catalog: CatalogAction[]; asOf: string },
): Condition[] {
  const from = new Date(Date.parse(asOf) - spanMs[filter]).toISOString();
  const period: Condition = { field: "occurred", operator: "between", values: [rangeOf(from, "")] };
  if (filter === "devices") return [period];
  const actions = catalog
    .filter((action) => action.family === "sign-in" && action.name.endsWith("failed"))
    .map((action) => action.name);
  return actions.length > 0 ? [{ field: "action", operator: "any", values: actions }, period] : [period];
}
