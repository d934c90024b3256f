/** The parameter under which the key of a kept search stands in an address. */
export const KEPT = "kept";

/** The parameter under which a saved view stands in an address: exactly what the view asks. */
export const SAVED = "saved";

/** The parameter of the saved view from which the conditions in an address came. */
export const EDITS = "edits";

/** With the rest of its address under the 8 kB that servers in front of the console take. */
const LONGEST_QUERY = 6000;

/** Whether a question fits into an address; a longer one is kept on the server, and its key stands there instead. */
export function fitsAddress(query: string): boolean {
  return query.length <= LONGEST_QUERY;
}

/** Whether an address has the key of a kept search, or the id of a saved view. */
export function isKept(key: string | null): key is string {
  return key !== null;
}
