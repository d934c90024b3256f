import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { stopScopes } from "../vocabulary/publication-status.ts";
import { reasonSchema } from "../vocabulary/reason.ts";

const layer = z.enum(["internal", "external"]);

/** Which layer to stop, how much of it, and why: the reason is shown to everybody who sees the publication page. */
export const stopLayerSchema = z
  .object({
    layer,
    scope: z.enum(stopScopes).default("everything"),
    reason: reasonSchema("say why it is stopped"),
  })
  .strict();

/** Which layer may send again. */
export const resumeLayerSchema = z.object({ layer }).strict();

/**
 * Stops a layer, at once for whatever is stored or leased from now on: republish jobs alone, or everything that is sent
 * there: first publications after commit, the external publisher, the loop that sends what is due, and jobs. Members' own
 * doing goes on and is stored; once resumed, what was never sent goes out as the first message it is. A layer whose jobs
 * are stopped can be stopped whole, and the other way round: the newest order stands, with its reason.
 *
 * @throws DomainError "forbidden", or "conflict" when the layer is stopped to that extent already.
 */
export async function stopLayer(
  db: Executor,
  actor: Actor,
  { layer, scope, reason }: z.infer<typeof stopLayerSchema>,
): Promise<Recorded<Record<string, never>>> {
  requirePermission(actor, "publication:stop");
  return actRecorded(db, actor, async (tx) => {
    const changed = await tx.execute(sql`
      update event.layer_control set stopped_at = clock_timestamp(), stopped_by = ${actor.login},
             stop_reason = ${reason}, stop_scope = ${scope}
       where layer = ${layer === "internal" ? 1 : 2} and stop_scope is distinct from ${scope} returning layer`);
    if (changed.length === 0) {
      const message = `The ${layer} layer is stopped already (${scope}). Reload to see by whom; resume it to stop it anew.`;
      throw new DomainError("conflict", message, { field: "layer" });
    }
    return { act: "publication.stop", memberIds: [], what: { layer, scope }, reason, answer: {} };
  });
}

/**
 * Lets a stopped layer send again; what became due meanwhile goes out, oldest first. Resuming one that runs does nothing.
 *
 * @throws DomainError "forbidden".
 */
export async function resumeLayer(
  db: Executor,
  actor: Actor,
  { layer }: z.infer<typeof resumeLayerSchema>,
): Promise<Recorded<Record<string, never>>> {
  requirePermission(actor, "publication:stop");
  return actRecorded(db, actor, async (tx) => {
    await tx.execute(sql`
      update event.layer_control set stopped_at = null, stopped_by = null, stop_reason = null, stop_scope = null
       where layer = ${layer === "internal" ? 1 : 2}`);
    return { act: "publication.resume", memberIds: [], what: { layer }, answer: {} };
  });
}
