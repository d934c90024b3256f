/** The parameter under which the key of a kept search stands in an address. */
export const KEPT = "kept";

/** Servers refuse longer addresses, and mail programs break them. */
export const LONGEST_QUERY = 2000;

/** Whether an address has the key of a kept search. */
export function isKept(key: string | null): key is string {
  return key !== null;
}
