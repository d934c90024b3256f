import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { recordAccess } from "../staff/record-access.ts";
import { requirePermission } from "../staff/require-permission.ts";

const layer = z.enum(["internal", "external"]);

/** Which layer to hold, and why: whoever finds it stopped reads the reason. */
export const stopLayerSchema = z
  .object({ layer, reason: z.string().trim().min(5, "must have at least 5 characters: say why").max(500) })
  .strict();

/** Which layer to let go on. */
export const resumeLayerSchema = z.object({ layer }).strict();

/**
 * Holds the detector and every republish job of a layer; what members do is stored and published as before. A layer that
 * is stopped stays as it was stopped first.
 */
export async function stopLayer(db: Executor, actor: Actor, input: z.infer<typeof stopLayerSchema>): Promise<void> {
  requirePermission(actor, "publication:stop");
  await db.execute(sql`
    update event.layer_control set stopped_at = clock_timestamp(), stopped_by = ${actor.name}, stop_reason = ${input.reason}
     where layer = ${numberOf(input.layer)} and stopped_at is null`);
  await recordAccess(db, actor, {
    act: "publication.stop",
    memberIds: [],
    what: { layer: input.layer },
    reason: input.reason,
    result: "done",
  });
}

/** Lets detector and jobs of a layer go on; a layer that is not stopped is left alone. */
export async function resumeLayer(db: Executor, actor: Actor, input: z.infer<typeof resumeLayerSchema>): Promise<void> {
  requirePermission(actor, "publication:stop");
  await db.execute(sql`
    update event.layer_control set stopped_at = null, stopped_by = null, stop_reason = null where layer = ${numberOf(input.layer)}`);
  await recordAccess(db, actor, {
    act: "publication.resume",
    memberIds: [],
    what: { layer: input.layer },
    result: "done",
  });
}

function numberOf(name: z.infer<typeof layer>): 1 | 2 {
  return name === "internal" ? 1 : 2;
}
