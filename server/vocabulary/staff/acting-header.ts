/** Stands in requests that a person's own act made: only they keep a session alive, not what an open page asks by itself. */
export const ACTING_HEADER = "x-acting";
