import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { JobLease } from "./lease-job.ts";

/** What a late worker may catch up of lost time: more would be a burst. */
const CATCH_UP = sql`interval '250 milliseconds'`;

/**
 * Takes a turn for so many events on a topic and target: all jobs of all workers share one row for them, and each takes as much
 * of its time as its rate says.
 *
 * @param rate events a second.
 * @returns ms to wait before they may be sent.
 */
export async function takeTurn(
  tx: Executor,
  { layer, target }: Pick<JobLease, "layer" | "target">,
  { events, rate }: { events: number; rate: number },
): Promise<number> {
  const takes = sql`${events / rate}::float8 * interval '1 second'`;
  const [row] = await tx.execute<{ wait: number }>(sql`
    insert into republish.rate_bucket as b (layer, target, free_at)
    values (${layer === "internal" ? 1 : 2}, ${target}, clock_timestamp() + ${takes})
    on conflict (layer, target) do update set free_at = greatest(b.free_at, clock_timestamp() - ${CATCH_UP}) + ${takes}
    returning (extract(epoch from free_at - ${takes} - clock_timestamp()) * 1000)::float8 as wait`);
  return Math.max(0, row?.wait ?? 0);
}
