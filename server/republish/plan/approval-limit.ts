import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";

/**
 * What a person ordered for a layer in the last 24 hours, in deliveries (events times receivers), and how many may be ordered
 * without a second person. Jobs that never sent anything because they were cancelled or failed do not count.
 */
export async function orderedInDay(
  db: Executor,
  { accountId }: { accountId: string },
  layer: LayerName,
  { otherThan }: { otherThan?: string } = {},
): Promise<{ ordered: number; limit: number }> {
  const [row] = await db.execute<{ ordered: number; limit: number }>(sql`
    select coalesce(sum(coalesce(j.planned, j.frozen) * j.receivers), 0)::float8 as ordered,
           republish.approval_limit()::float8 as "limit"
      from republish.job j
     where j.requested_by = ${accountId}::uuid and j.layer = ${layer === "internal" ? 1 : 2}
       and j.requested_at > clock_timestamp() - interval '24 hours' and j.id is distinct from ${otherThan ?? null}::uuid
       and (j.started_at is not null or j.state not in ('cancelled', 'failed'))`);
  if (!row) throw new Error("a sum gave no row");
  return row;
}

/**
 * Makes a person's orders for a layer wait for each other until the caller's transaction ends: of two that are judged at once, the
 * second one sums with the first. Call it before the sum.
 */
export async function oneOrderAtATime(
  tx: Executor,
  { accountId }: { accountId: string },
  layer: LayerName,
): Promise<void> {
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended(${`republish limit ${layer} ${accountId}`}, 0))`);
}

/**
 * Whether a second person must agree: by size alone. One delivery never needs it.
 *
 * @param deliveries of this job; null where they are not counted yet.
 */
export function approvalFor({
  deliveries,
  ordered,
  limit,
}: {
  deliveries: number | null;
  ordered: number;
  limit: number;
}): boolean {
  return deliveries !== null && deliveries > 1 && ordered + deliveries > limit;
}
