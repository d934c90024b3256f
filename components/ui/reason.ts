/** The server asks for at least this many characters of a reason. */
export const SHORTEST_REASON = 5;
