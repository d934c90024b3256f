import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { recordAccess } from "../staff/record-access.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { reasonSchema } from "../vocabulary/reason.ts";

const layer = z.enum(["internal", "external"]);

/** Which layer to stop, and why: the reason is shown to everybody who sees the publication page. */
export const stopLayerSchema = z
  .object({
    layer,
    reason: reasonSchema("say why it is stopped"),
  })
  .strict();

/** Which layer may send again. */
export const resumeLayerSchema = z.object({ layer }).strict();

/**
 * Stops everything that sends again in a layer: the loop that sends what is due, and republish jobs. First publications
 * go on: they are the members' own doing. A layer that is stopped keeps its first reason.
 *
 * @throws DomainError "forbidden", or "conflict" when the layer is stopped already.
 */
export async function stopLayer(db: Executor, actor: Actor, input: z.infer<typeof stopLayerSchema>): Promise<void> {
  requirePermission(actor, "publication:stop");
  const changed = await db.execute(sql`
    update event.layer_control set stopped_at = clock_timestamp(), stopped_by = ${actor.login}, stop_reason = ${input.reason}
     where layer = ${input.layer === "internal" ? 1 : 2} and stopped_at is null returning layer`);
  if (changed.length === 0) {
    throw new DomainError(
      "conflict",
      `The ${input.layer} layer is stopped already. Reload to see by whom; resume it to stop it anew.`,
      {
        field: "layer",
      },
    );
  }
  await recordAccess(db, actor, {
    act: "publication.stop",
    memberIds: [],
    what: { layer: input.layer },
    result: "done",
    reason: input.reason,
  });
}

/**
 * Lets a stopped layer send again; what became due meanwhile goes out, oldest first. Resuming one that runs does nothing.
 *
 * @throws DomainError "forbidden".
 */
export async function resumeLayer(db: Executor, actor: Actor, input: z.infer<typeof resumeLayerSchema>): Promise<void> {
  requirePermission(actor, "publication:stop");
  await db.execute(sql`
    update event.layer_control set stopped_at = null, stopped_by = null, stop_reason = null
     where layer = ${input.layer === "internal" ? 1 : 2}`);
  await recordAccess(db, actor, {
    act: "publication.resume",
    memberIds: [],
    what: { layer: input.layer },
    result: "done",
  });
}
