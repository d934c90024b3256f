import { z } from "zod";
import { conditionsSchema } from "../condition-schema.ts";
import type { Condition } from "../conditions.ts";
import type { LayerName } from "../member-event.ts";
import type { Sequence } from "../sequence/sequence.ts";
import { sequenceSchema } from "../sequence/sequence-schema.ts";
import { type Audience, LONGEST_VIEW_NAME } from "./audiences.ts";

/** What SNS takes as a policy's text. */
const MAX_POLICY_BYTES = 256 * 1024;

/** An SNS filter policy that is asked beside conditions, and of which messages. */
export const askedPolicySchema = z
  .object({
    text: z.string().min(2).max(MAX_POLICY_BYTES),
    scope: z.enum(["MessageAttributes", "MessageBody"]),
    layer: z.enum(["internal", "external"]),
  })
  .strict();
export type AskedPolicy = {
  text: string;
  scope: "MessageAttributes" | "MessageBody";
  layer: LayerName;
};

/** What the explorer is asked: conditions, and a policy beside them or none. */
export const questionSchema = z
  .object({ conditions: conditionsSchema, policy: askedPolicySchema.nullable().default(null) })
  .strict()
  .refine(
    ({ conditions, policy }) => conditions.length > 0 || policy !== null,
    "must ask something: give a condition or a policy",
  );

/** What a view may keep: a question of the explorer, or a sequence alone. */
export const viewQuestionSchema = z
  .object({
    conditions: conditionsSchema.default([]),
    policy: askedPolicySchema.nullable().default(null),
    sequence: sequenceSchema.nullable().optional(),
  })
  .strict()
  .refine(
    ({ conditions, policy, sequence }) => conditions.length > 0 || policy !== null || Boolean(sequence),
    "must ask something: give a condition, a policy or a sequence",
  )
  .refine(
    ({ conditions, policy, sequence }) => !sequence || (conditions.length === 0 && policy === null),
    "asks a sequence alone: put the conditions into its steps",
  );

/** The name of a view: what stands in a list, so without line breaks and hidden characters. */
export const viewNameSchema = z
  .string()
  .trim()
  .min(1, "must have a name")
  .max(LONGEST_VIEW_NAME, `takes at most ${LONGEST_VIEW_NAME} characters`)
  .refine((name) => name.isWellFormed() && !/\p{Cc}/u.test(name), "must be one line of visible characters");

/** A search under a name, as whoever may open it sees it. Times are ISO 8601. */
export type SavedView = {
  id: string;
  name: string;
  audience: Audience;
  owner: { login: string; name: string };
  isMine: boolean;
  /** Whether the person who asks may rename, change and delete it. */
  isChangeable: boolean;
  conditions: Condition[];
  policy: AskedPolicy | null;
  sequence: Sequence | null;
  changedAt: string;
  /** When the person who asks looked at it last; null for never. */
  lookedAt: string | null;
};
