/** What found events are broken down by: each is a field of the search, so that a value narrows or is left out by one click. */
export const facetFields = ["action", "changed", "channel", "device", "ip", "member"] as const;
export type FacetField = (typeof facetFields)[number];

/** The most frequent values of a field, how often each is found, and how many different ones there are. */
export type Facet = { field: FacetField; values: { value: string; count: number }[]; different: number };

/**
 * What the looked-at events hold. `of`: all that conditions find, or the newest found of them; then `oldest` says how far
 * back they reach, ISO 8601.
 */
export type EventFacets = {
  facets: Facet[];
  looked: number;
  of: "all" | "newest";
  oldest: string | null;
  asOf: string;
};

/** A member among found events: how many are theirs, the first and the last of them, and what the member system says of them. */
export type FoundMember = {
  memberId: string;
  events: number;
  firstAt: string;
  lastAt: string;
  /** Null for who is no member. */
  state: string | null;
  isSuspended: boolean;
};

/** The members of the looked-at events, those with most events first; `different` counts all of them. */
export type FoundMembers = Omit<EventFacets, "facets"> & { members: FoundMember[]; different: number };

/** Every event that conditions find and every member of them, or null where counting took too long. */
export type FullCount = { events: number; members: number } | { events: null; members: null };

/** The state, as event.member_profile gives it, that marks a member as suspended. */
export const SUSPENDED = "suspended";
