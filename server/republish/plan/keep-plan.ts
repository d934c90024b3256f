import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { jsonb } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { ForetoldPlan, RepublishPlan } from "../../vocabulary/republish-plan.ts";
import type { Selection } from "../../vocabulary/republish-selection.ts";

/** A plan is ordered on the day it is made, or made anew. */
const KEPT = sql`interval '1 day'`;

/** What a plan is of, and the token it gave. */
export type Planned = { selection: Selection; layer: LayerName; target: string; token: string };

/**
 * Keeps what a plan foretold for the job that may be ordered by it, without its samples, which name members; forgets what the
 * same person planned more than a day ago.
 */
export async function keepPlan(tx: Executor, actor: Actor, planned: Planned, plan: RepublishPlan): Promise<void> {
  const { asOf, count, sendable, members, first, last, byAction, histogram, fanOut, warnings, historyFrom } = plan;
  const foretold: ForetoldPlan = {
    ...{ asOf, count, sendable, members, first, last, byAction, histogram, fanOut, warnings, historyFrom },
  };
  await tx.execute(sql`
    delete from republish.plan where made_by = ${actor.accountId}::uuid and made_at < clock_timestamp() - ${KEPT}`);
  await tx.execute(sql`
    insert into republish.plan (digest, made_by, foretold) values (${digestOf(planned)}, ${actor.accountId}::uuid, ${jsonb(foretold)})
    on conflict (digest) do nothing`);
}

/** What was foretold of this order when this person planned it, as an expression; null when it was not planned so. */
export function foretoldOf(actor: Actor, planned: Planned): SQL {
  return sql`(select p.foretold from republish.plan p where p.digest = ${digestOf(planned)} and p.made_by = ${actor.accountId}::uuid)`;
}

/** The name of what was planned: whoever has it knows the token. */
export function digestOf({ selection, layer, target, token }: Planned): string {
  return createHash("sha256")
    .update(JSON.stringify([selection, layer, target, token]))
    .digest("base64url");
}
