import { z } from "zod";
import type { LayerName } from "./member-event.ts";
import { reasonSchema } from "./reason.ts";

/**
 * Why a letter is dead, as far as can be told: it is no JSON; no message of ours; its event is not in the store, so that it
 * is forged or was rolled back; it has been handled since; its handler gave it up; another system's receiver did.
 */
export const letterCauses = ["not-json", "not-ours", "unknown-event", "handled", "given-up", "outside"] as const;
export type LetterCause = (typeof letterCauses)[number];

/** What staff do with dead letters. */
export const letterActKinds = ["redrive", "discard"] as const;
export type LetterActKind = (typeof letterActKinds)[number];

/** How an act on dead letters stands. */
export const letterActStates = ["waiting", "running", "done", "failed"] as const;
export type LetterActState = (typeof letterActStates)[number];

/** Most letters that one look shows, and that one order can choose one by one. */
export const MOST_LETTERS = 500;

/** As SQS takes it for its own redrive. */
const FASTEST = 500;

const queue = z.string().min(1).max(80);

/** Whose dead letters: a subscriber's id, or the name of its queue. */
export const readLettersSchema = z.object({ queue }).strict();

const cause = z.enum(letterCauses);

/** Which letters: all that are there now, those of one group, or some by their ids. */
const selectionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("all") }).strict(),
  z
    .object({
      kind: z.literal("group"),
      cause,
      error: z.string().max(500).nullable(),
      action: z.string().max(100).nullable(),
    })
    .strict(),
  z.object({ kind: z.literal("some"), ids: z.array(z.string().min(1).max(100)).min(1).max(MOST_LETTERS) }).strict(),
]);
export type LetterSelection = z.infer<typeof selectionSchema>;

/** An order to bring dead letters back, or to discard them. The key makes a double click one act. */
export const letterOrderSchema = z
  .object({
    idempotencyKey: z.uuid(),
    queue,
    act: z.enum(letterActKinds),
    selection: selectionSchema,
    /** Letters a second. */
    rate: z.number().int().min(1).max(FASTEST).default(50),
    reason: reasonSchema("say what was repaired, or why they are not needed"),
  })
  .strict();
export type LetterOrder = z.infer<typeof letterOrderSchema>;

/** Which act on dead letters. */
export const oneLetterActSchema = z.object({ actId: z.uuid("must be the id of an act") }).strict();

/** A queue whose dead letters can be read. Counts are what SQS says; `waiting` null when it does not answer. */
export type DeadLetterQueue = {
  subscriber: string;
  layer: LayerName;
  queue: string;
  waiting: number | null;
  /** In the hands of somebody who reads or moves them now, or of one who was killed: they come back by themselves. */
  invisible: number;
};

/** A dead letter as staff see it; times are ISO 8601. */
export type LetterView = {
  id: string;
  cause: LetterCause;
  /** What the handler said when it failed last; null when nobody knows. */
  error: string | null;
  eventId: string | null;
  memberId: string | null;
  action: string | null;
  sentAt: string;
  receiveCount: number;
  /** Whether it was sent to this subscriber alone, and by which job. */
  target: string | null;
  replay: string | null;
  body: string;
  /** Bytes of the whole body; `body` is cut when it is longer than it. */
  bodyBytes: number;
  attributes: Record<string, { Type: string; Value: string }>;
};

/** Letters of one cause and action; `error` is of one kind (`kindOfError`). */
export type LetterGroup = {
  cause: LetterCause;
  error: string | null;
  action: string | null;
  count: number;
  first: string;
  last: string;
};

/** What lies in one dead-letter queue. */
export type DeadLetterPage = {
  queue: DeadLetterQueue;
  /** Whether the handler runs here, so that what it did is known. */
  isOwn: boolean;
  groups: LetterGroup[];
  letters: LetterView[];
  /** True when more lie there than one look shows. */
  partial: boolean;
  asOf: string;
};

/** An act on dead letters, and how far it is. */
export type LetterAct = {
  id: string;
  subscriber: string;
  queue: string;
  act: LetterActKind;
  selection: LetterSelection;
  rate: number;
  reason: string;
  requestedBy: string;
  requestedAt: string;
  state: LetterActState;
  /** How many were to be done when it began; null before that. */
  wanted: number | null;
  done: number;
  /** Letters that others hold at this moment: it waits for them. */
  awaited: number;
  error: string | null;
  finishedAt: string | null;
};
