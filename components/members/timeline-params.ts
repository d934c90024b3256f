import type { TimelineInput } from "../events/list/event-pages.ts";
import { readMoment } from "../ui/time/read-moment.ts";

/** What of a member's timeline is shown, as it stands in the URL. */
export type TimelineFilter = Pick<TimelineInput, "actions" | "from">;

/** As many actions as the server takes, and as long. */
const MOST_ACTIONS = 50;
const LONGEST_ACTION = 100;

/** What URL parameters ask for; what the server would refuse is no condition. */
export function readTimelineParams(params: URLSearchParams): TimelineFilter {
  const given = params.getAll("action").filter((action) => action !== "" && action.length <= LONGEST_ACTION);
  const actions = [...new Set(given)].slice(0, MOST_ACTIONS);
  const from = readMoment(params.get("since"));
  return { ...(actions.length > 0 && { actions }), ...(from !== null && { from }) };
}

/** The filter as a query; empty when everything is shown. */
export function timelineQuery({ actions = [], from }: TimelineFilter): string {
  const params = new URLSearchParams(actions.map((action) => ["action", action]));
  if (from !== undefined) params.set("since", from);
  const query = params.toString();
  return query === "" ? "" : `?${query}`;
}
