import type { FoundMember } from "./event-facets.ts";

/** What members may share: a device, an address, an e-mail address, a phone number. */
export const linkKinds = ["device", "ip", "email", "phone"] as const;
export type LinkKind = (typeof linkKinds)[number];

/** A shared value. Of an e-mail address or phone number `value` is its keyed hash and `masked` what may be shown of it. */
export type LinkValue = { kind: LinkKind; value: string; masked: string | null };

/** A member who has a value: how many of the member's events prove it, from when to when, and some of them. */
export type LinkedMember = FoundMember & {
  /** How many of the others had it within the same time. */
  overlaps: number;
  /** The newest events that prove it, where no search finds them by the value itself; at most 20. */
  eventIds: string[];
};

/** A value that members share: who has it, or of a hub only how many. */
export type SharedLink = LinkValue & {
  members: LinkedMember[];
  /** How many have it; a floor (`isFloor`) where more of its events are than were looked at. */
  memberCount: number;
  isFloor: boolean;
  /** Too many have it to mean anything by itself: folded, and opened on purpose. */
  isHub: boolean;
};

/** Who shares what: the value or member that was asked for, and everything that leads on from there. */
export type Links = {
  /** The value that was asked for, with all its members; null when a member was asked for. */
  root: SharedLink | null;
  /** The other values that these members share, with further members. */
  shared: SharedLink[];
  /** True when only the members with most events were followed on. */
  isCut: boolean;
  asOf: string;
};

/** The lengths of time for which the most shared values are counted, in days. */
export const sharedWindows = [1, 7, 30, 90] as const;

/** A device or address that many members had within a window; `membersBefore`: in the window before. Times are ISO 8601. */
export type MostShared = {
  value: string;
  members: number;
  membersBefore: number;
  suspended: number;
  firstAt: string;
  lastAt: string;
};
