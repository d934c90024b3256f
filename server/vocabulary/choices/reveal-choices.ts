/** The personal values of a member that may be shown in the clear, one at a time. */
export const revealFields = ["name", "phone", "email", "address"] as const;
export type RevealField = (typeof revealFields)[number];

/** Why somebody needs a clear value: what reviews count by. */
export const revealReasons = [
  "identity-check",
  "contact-member",
  "correct-data",
  "suspected-abuse",
  "legal-request",
] as const;
export type RevealReason = (typeof revealReasons)[number];

/** Letters that the reason in words has at least: less tells a reviewer nothing. */
export const FEWEST_LETTERS = 10;

/** Whether a reason in words has letters or digits enough for somebody else to judge it, whatever stands between them. */
export function isSpelledReason(text: string): boolean {
  return (text.match(/[\p{L}\p{N}]/gu) ?? []).length >= FEWEST_LETTERS;
}

/** Whether a text can be the number of a case: 2 to 40 letters, digits and # / _ . : -, the first a letter or digit. */
export function isCaseNumber(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}#/_.:-]{1,39}$/u.test(text);
}

/** The clear value; it is to be forgotten after `forMs`, at `endsAt` of the database's clock. `left` reveals are left within the hour. */
export type Revealed = { value: string; endsAt: string; forMs: number; left: number };
