/**
 * An error as one kind: what differs from letter to letter, ids and long numbers, is left out, so that 170 letters of "no
 * member 90000123" and its like are one group.
 */
export function kindOfError(error: string | null): string | null {
  if (error === null) return null;
  return error.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "…").replace(/\d{4,}/g, "…");
}
