import { conditionsOfFilter, type EventFilter } from "#server/vocabulary/event-filter";
import type { EventPage } from "#server/vocabulary/member-event";

/** Rows a page: more than a screen, few enough to answer in tens of milliseconds. */
export const PAGE_SIZE = 50;

export type TimelineInput = { memberId: string; actions?: string[]; from?: string; to?: string };

/** Cache keys of paged lists, the same on the server and in the browser. */
export function eventSearchKey(filter: EventFilter) {
  return ["event-search", filter] as const;
}

export function timelineKey(input: TimelineInput) {
  return ["timeline", input] as const;
}

/** The first page of a timeline. */
export function timelineRequest({ memberId, ...filter }: TimelineInput) {
  return { memberId, conditions: conditionsOfFilter(filter), limit: PAGE_SIZE };
}

/** The parameter of the first page; typed here, since a bare undefined would not allow cursors later. */
export function firstPage(): string | undefined {
  return undefined;
}

/** Where the next page continues; undefined at the end. */
export function nextCursorOf(page: EventPage): string | undefined {
  return page.nextCursor ?? undefined;
}
