import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { reasonSchema } from "../vocabulary/reason.ts";

/** So many parked events become due at once at most: the sender takes them in batches, and the rest can follow. */
const MOST_AT_ONCE = 10_000;

/** Whose parked events to try again, and why: the reason stands in the access record. */
export const retryParkedSchema = z
  .object({
    layer: z.enum(["internal", "external"]),
    reason: reasonSchema("say what was mended"),
  })
  .strict();

/**
 * Gives parked events of a layer nine more tries, oldest first. They go to all subscribers, marked as replays, as everything does
 * that the detector sends; in a layer that is stopped they wait until it is resumed.
 *
 * @returns how many are due again: at most 10,000 at once.
 * @throws DomainError "forbidden".
 */
export async function retryParked(
  db: Executor,
  actor: Actor,
  input: z.infer<typeof retryParkedSchema>,
): Promise<Recorded<{ retried: number }>> {
  requirePermission(actor, "publication:stop");
  return actRecorded(db, actor, async (tx) => {
    const rows = await tx.execute<{ retried: number }>(sql`
      select event.retry_parked(${input.layer === "internal" ? 1 : 2}::smallint, ${MOST_AT_ONCE}) as retried`);
    const retried = rows[0]?.retried ?? 0;
    const what = { layer: input.layer, retried };
    return { act: "publication.retry-parked", memberIds: [], what, reason: input.reason, answer: { retried } };
  });
}
