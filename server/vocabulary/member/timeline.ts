import type { EventPage, MemberEvent } from "../member-event.ts";

/**
 * What stands before the first event that is known of a member: nothing, as it joined then; a former record table that it
 * was imported from (`source`, null where not told); or time in which it was a member and nothing was recorded.
 */
export type HistoryBeginning =
  | { kind: "joined" }
  | { kind: "imported"; source: string | null }
  | { kind: "unrecorded"; joinedAt: string }
  | { kind: "first" };

/** One page of the history of one member, or of several side by side. */
export type TimelinePage = EventPage & {
  /** Events outside the page that those of the page were caused by, and events of other members that they caused. */
  others: MemberEvent[];
  /** Given with the last page of one member's whole history. */
  beginning: HistoryBeginning | null;
};
