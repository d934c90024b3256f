/** Events that a file holds at most that a second person has approved. */
export const PREPARED_EVENT_ROWS = 100_000;

/** What a prepared file holds. */
export const fileKinds = ["events", "disclosure"] as const;
export type FileKind = (typeof fileKinds)[number];

/**
 * How a prepared file stands: waits for a second person (`asked`) or for a worker (`waiting`), is being made, can be taken, was taken; was refused, taken back,
 * left lying until its day was over, or could not be made.
 */
export const fileStates = [
  "asked",
  "waiting",
  "making",
  "ready",
  "taken",
  "declined",
  "withdrawn",
  "expired",
  "failed",
] as const;
export type FileState = (typeof fileStates)[number];

/** Why one could not be made: no FILE_KEY; a condition that the catalog does not allow any more; more than one file holds; something broke five times. */
export const fileFaults = ["no-key", "refused", "too-large", "broken"] as const;
export type FileFault = (typeof fileFaults)[number];

/** What somebody says to a request: a second person approves or declines, who asked takes it back. */
export const fileAnswers = ["approve", "decline", "withdraw"] as const;
export type FileAnswer = (typeof fileAnswers)[number];
