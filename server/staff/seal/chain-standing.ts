import { sql } from "drizzle-orm";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { ChainFault, ChainStanding } from "../../vocabulary/oversight/chain.ts";
import type { Actor } from "../actor.ts";
import { requirePermission } from "../require-permission.ts";

type Row = Omit<ChainStanding, "hasAnchor" | "lastCheck" | "asOf">;

/**
 * How far the access records are sealed, how many wait for it, and what the last check of the whole chain found.
 *
 * @param hasAnchor whether this process knows where the anchor is.
 * @throws DomainError "forbidden" without the permission access-record:see.
 */
export async function chainStanding(
  db: Executor,
  actor: Actor,
  { hasAnchor }: { hasAnchor: boolean },
): Promise<ChainStanding> {
  requirePermission(actor, "access-record:see");
  const [row] = await db.execute<Row>(sql`
    select coalesce((select s.last_position from staff.seal s order by s.number desc limit 1), 0)::float8 as sealed,
           (select ${isoTime(sql`s.sealed_at`)} from staff.seal s order by s.number desc limit 1) as "sealedAt",
           (select count(*)::int from staff.unsealed) as waiting,
           (select ${isoTime(sql`r.at`)} from staff.unsealed u join staff.access_record r on r.id = u.record_id order by u.record_id limit 1) as "oldestWaiting"`);
  const [lastCheck] = await db.execute<{
    at: string;
    checkedBy: string;
    records: number;
    anchored: number | null;
    fault: ChainFault | null;
  }>(sql`
    select ${isoTime(sql`c.at`)} as at, c.checked_by as "checkedBy", c.records::float8 as records, c.anchored::float8 as anchored, c.fault
      from staff.chain_check c order by c.id desc limit 1`);
  if (!row) throw new Error("a select without from gave no row");
  return { ...row, hasAnchor, lastCheck: lastCheck ?? null, asOf: await databaseTime(db) };
}
