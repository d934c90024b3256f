import type { Condition } from "#server/vocabulary/conditions";
import type { EventPage } from "#server/vocabulary/member-event";

/** Rows a page: more than a screen, few enough to answer in tens of milliseconds. */
export const PAGE_SIZE = 50;
/** Rows a page for whoever goes on: the list is drawn anew a quarter as often, and each answer still takes tens of milliseconds. */
export const FURTHER_PAGE_SIZE = 200;

export type TimelineInput = { memberId: string; beside: string[]; conditions: Condition[] };

/** Cache keys of paged lists, the same on the server and in the browser. */
export function eventSearchKey(conditions: readonly Condition[]) {
  return ["event-search", conditions] as const;
}

export function timelineKey(input: TimelineInput) {
  return ["timeline", input] as const;
}

/** What of the explorer's address is no condition: the event that the drawer shows. */
export const PAGE_PARAMS = ["event"];

/** What of a member's address is no condition of the timeline. */
export const TIMELINE_PARAMS = ["event", "tab", "beside"];

/** The parameter of the first page; typed here, since a bare undefined would not allow cursors later. */
export function firstPage(): string | undefined {
  return undefined;
}

/** Where the next page continues; undefined at the end. */
export function nextCursorOf(page: EventPage): string | undefined {
  return page.nextCursor ?? undefined;
}
