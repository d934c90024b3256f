import { z } from "zod";
import type { Executor } from "../db.ts";
import { log } from "../log.ts";
import type { Actor } from "./actor.ts";
import { recordAccess } from "./record-access.ts";
import { nameOfLook } from "./recorded.ts";

/** What an input may name that somebody wanted to see; everything else of it may be personal and stays out. */
const wantedSchema = z.object({
  memberId: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^\0]*$/)
    .optional()
    .catch(undefined),
  eventId: z.guid().optional().catch(undefined),
});

/**
 * Records that somebody asked for what the role does not allow: whose data, and by which procedure. A page that repeats it
 * in one session is one record. The refusal stands whether it can be recorded or not.
 */
export async function recordRefusal(
  db: Executor,
  actor: Actor,
  { act, input, reason }: { act: string; input: unknown; reason: string },
): Promise<void> {
  const { memberId, eventId } = wantedSchema.safeParse(input).data ?? {};
  const sameLook = nameOfLook(actor, ["refused", act, memberId, eventId, reason]);
  const memberIds = memberId === undefined ? [] : [memberId];
  const what = eventId === undefined ? {} : { eventId };
  try {
    await recordAccess(db, actor, { act, memberIds, what, result: "refused", reason, sameLook });
  } catch (error) {
    log.error({ act, err: error }, "a refusal could not be recorded");
  }
}
