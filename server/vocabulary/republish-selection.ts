import { z } from "zod";
import { conditionsSchema } from "./condition-schema.ts";

/** As many event ids, and as many members, as one selection takes. */
const MAX_EVENT_IDS = 100_000;
const MAX_MEMBERS = 10_000;

/** What SNS takes as a policy's text. */
const MAX_POLICY_BYTES = 256 * 1024;

const eventIds = z
  .array(z.uuid("must be event ids, one a line"))
  .min(1, "must name an event")
  .max(MAX_EVENT_IDS, `takes at most ${MAX_EVENT_IDS} ids: order the rest as another job`);

/**
 * Which events: every part that is given must hold. A selection without any part is refused: nobody means the whole history
 * by saying nothing.
 */
export const selectionSchema = z
  .object({
    /** The explorer's conditions. */
    conditions: conditionsSchema.optional(),
    eventIds: eventIds.optional(),
    members: z
      .array(z.string().min(1).max(64))
      .min(1, "must name a member")
      .max(MAX_MEMBERS, `takes at most ${MAX_MEMBERS} members: order the rest as another job`)
      .optional(),
    /** What an SNS filter policy lets through, of the messages of the job's layer with target ALL. */
    policy: z
      .object({
        text: z.string().min(2).max(MAX_POLICY_BYTES),
        scope: z.enum(["MessageAttributes", "MessageBody"]).default("MessageAttributes"),
      })
      .strict()
      .optional(),
    /** What this subscriber's registered policy lets through. */
    subscriber: z.string().min(1).max(60).optional(),
    /** Less the events that the subscriber says it has: the rest is its gap. */
    without: eventIds.optional(),
    /** Less what a registered host answered that the subscriber has, within the period that it was asked about. */
    heldAnswer: z.uuid("must be an ask's id").optional(),
    /** The events of an earlier job, all or those with one of these outcomes. */
    ofJob: z
      .object({
        jobId: z.uuid(),
        states: z
          .array(z.enum(["waiting", "sent", "confirmed", "skipped", "held", "failed", "unknown"]))
          .min(1)
          .optional(),
      })
      .strict()
      .optional(),
  })
  .strict()
  .refine(isTold, "must say which events: give conditions, ids, members, a policy, a subscriber or an earlier job");
export type Selection = z.infer<typeof selectionSchema>;

function isTold({
  conditions = [],
  ...parts
}: {
  conditions?: unknown[] | undefined;
  without?: unknown;
  heldAnswer?: unknown;
}): boolean {
  const { without: _without, heldAnswer: _held, ...others } = parts;
  return conditions.length > 0 || Object.values(others).some((part) => part !== undefined);
}

/** Whether no plan is needed to know the set: nothing but named events, or an earlier job's. */
export function isFixed({ eventIds: ids, ofJob, conditions = [], ...others }: Selection): boolean {
  const isNamed = (ids === undefined) !== (ofJob === undefined);
  return isNamed && conditions.length === 0 && Object.values(others).every((part) => part === undefined);
}

/** A selection for people to read: long lists as their lengths. */
export type SelectionSummary = Omit<Selection, "eventIds" | "members" | "without"> & {
  eventIds: number;
  members: number;
  without: number;
};

/** Tells a selection without its lists. */
export function summarizeSelection({ eventIds: ids, members, without, ...rest }: Selection): SelectionSummary {
  return { ...rest, eventIds: ids?.length ?? 0, members: members?.length ?? 0, without: without?.length ?? 0 };
}
