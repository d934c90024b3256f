/** At least this many characters of a reason, and at most so many: enough for a sentence that somebody else understands. */
export const SHORTEST_REASON = 5;
export const LONGEST_REASON = 500;
