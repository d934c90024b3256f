import type { CatalogAction } from "#server/vocabulary/member-event";
import type { TimelineInput } from "../events/event-pages.ts";

/** The counting tiles of a member: pressing one filters the timeline by what it counted. */
export type GlanceFilter = "failures" | "devices";

const HOUR_MS = 60 * 60 * 1000;
const spanMs: Record<GlanceFilter, number> = { failures: 24 * HOUR_MS, devices: 7 * 24 * HOUR_MS };
const endings: Record<GlanceFilter, string> = { failures: "failed", devices: "logged-in" };

/** The part of the timeline that a tile counted, measured back from when it was counted. */
export function glanceTimeline(
  filter: GlanceFilter,
  { catalog, asOf }: { catalog: CatalogAction[]; asOf: string },
): Pick<TimelineInput, "actions" | "from"> {
  const actions = catalog
    .filter((action) => action.family === "sign-in" && action.name.endsWith(endings[filter]))
    .map((action) => action.name);
  const from = new Date(Date.parse(asOf) - spanMs[filter]).toISOString();
  return actions.length > 0 ? { actions, from } : { from };
}
