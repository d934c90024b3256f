/** The parameter under which the key of a kept search stands in an address. */
export const KEPT = "kept";

/** The parameter under which a saved view stands in an address: exactly what the view asks. */
export const SAVED = "saved";

/** The parameter of the saved view from which the conditions in an address came. */
export const EDITS = "edits";

/** Servers refuse longer addresses, and mail programs break them. */
export const LONGEST_QUERY = 2000;

/** Whether an address has the key of a kept search, or the id of a saved view. */
export function isKept(key: string | null): key is string {
  return key !== null;
}
