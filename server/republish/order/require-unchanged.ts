import type { Db } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { RepublishOrder } from "../../vocabulary/republish-order.ts";
import { recountSet } from "../plan/count-set.ts";
import { type PlanToken, readPlanToken } from "../plan/plan-token.ts";
import { selectedRows } from "../plan/selected-rows.ts";
import { eventsWere } from "../say-events.ts";

/**
 * Counts a planned set again, within its bound.
 *
 * A slow set is counted where it is written down alone, and its job fails there when it is another one.
 *
 * Refused when another set lies within the bound by now (a condition on what changes, as "not published"), and when history
 * was written since: events committed after the plan whose time lies well before it, as an import does. What simply happened
 * since the plan, or was on its way then, is outside of the job.
 *
 * @returns what the plan promised.
 * @throws DomainError "conflict" with both numbers, "bad-input" for a token that no plan gave.
 */
export async function requireUnchanged(
  db: Db,
  { selection, layer }: RepublishOrder,
  planToken: string,
): Promise<PlanToken> {
  const plan = readPlanToken(planToken);
  if (plan.count === null || plan.isSlow) return plan;
  const now = await recountSet(db, await selectedRows(db, { selection, layer }), plan);
  if (now.count === plan.count && now.checksum === plan.checksum && now.slippedIn === 0) return plan;
  const count = now.count + now.slippedIn;
  throw new DomainError(
    "conflict",
    count === plan.count
      ? `The set has changed since the plan: as many match, ${count}, but other ones. Plan again and look at what you order.`
      : `The set has changed since the plan: ${eventsWere(plan.count)} planned, ${count} ${count === 1 ? "matches" : "match"} now. Plan again and look at what you order.`,
    { field: "planToken" },
  );
}
