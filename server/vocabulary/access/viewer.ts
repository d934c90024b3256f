import type { AccessResult } from "../access-record.ts";
import type { Role } from "../roles.ts";

/**
 * Somebody who may look at members, and how much that was in a period: `members` are those whose data was shown, each once;
 * `usual` how many it was in a week before, on average of four.
 */
export type Viewer = {
  login: string;
  /** Null for a program that asks with a service token. */
  name: string | null;
  role: Role | null;
  looks: number;
  members: number;
  usual: number;
  refused: number;
  lastAt: string | null;
};

/** Everybody, who looked at most members first. Times are ISO 8601. */
export type ViewerList = { viewers: Viewer[]; from: string; to: string; asOf: string };

/** What one account looked at in a period. Members beyond the first 200 are counted alone. */
export type ViewerSummary = {
  login: string;
  from: string;
  to: string;
  acts: { act: string; result: AccessResult; times: number }[];
  /** Who was looked at most often first. */
  members: { memberId: string; looks: number; lastAt: string }[];
  memberCount: number;
  asOf: string;
};
