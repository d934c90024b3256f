import { sql } from "drizzle-orm";
import { z } from "zod";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { type MostShared, sharedWindows } from "../../vocabulary/explore/links.ts";

/** Devices or addresses, and of how many days up to now. */
export const mostSharedSchema = z
  .object({ kind: z.enum(["device", "ip"]), days: z.literal([...sharedWindows]) })
  .strict();

/** Values that a list shows. */
const SHOWN = 50;

/**
 * The devices or addresses that most different members had lately, as the keeper counted them last (`countedAt`, null before it ever
 * did). Names no member.
 *
 * @throws DomainError "forbidden" when the actor may not search.
 */
export async function mostShared(
  db: Executor,
  actor: Actor,
  { kind, days }: z.infer<typeof mostSharedSchema>,
): Promise<{ values: MostShared[]; countedAt: string | null; asOf: string }> {
  requirePermission(actor, "event:search");
  const asOf = await databaseTime(db);
  const [ranking] = await db.execute<{ at: string | null }>(
    sql`select ${isoTime(sql`r.counted_at`)} as at from event.shared_ranking r where r.days = ${days}`,
  );
  const values = await db.execute<MostShared>(sql`
    select v.value, v.members, v.members_before as "membersBefore", v.suspended, ${isoTime(sql`v.first_at`)} as "firstAt", ${isoTime(sql`v.last_at`)} as "lastAt"
      from event.shared_value v where v.kind = ${kind} and v.days = ${days} order by v.members desc, v.value limit ${SHOWN}`);
  return { values: [...values], countedAt: ranking?.at ?? null, asOf };
}
