import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { recordAccess } from "./record-access.ts";

/** Records of strangers of one kind within a minute: one from an address, and so many from all, so that nobody fills the records by trying. */
const MOST_A_MINUTE = 20;

/**
 * Records that somebody unknown was refused: of one address at most one a minute.
 *
 * @param login stands for such strangers in the access records.
 */
export async function recordStranger(
  db: Executor,
  { login, ip, act, reason }: { login: string; ip: string | null; act: string; reason: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    // Of several at once one looks and writes: the others would not see its record.
    const [lock] = await tx.execute<{ taken: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended('memberscope stranger ' || ${login}, 0)) as taken`);
    if (!lock?.taken) return;
    const [minute] = await tx.execute<{ all: number; here: number }>(sql`
      select count(*)::int as all, (count(*) filter (where ip is not distinct from ${ip}))::int as here from staff.access_record
       where login = ${login} and id > event.id_floor(clock_timestamp() - interval '1 minute')`);
    if (minute && (minute.here > 0 || minute.all >= MOST_A_MINUTE)) return;
    await recordAccess(tx, { kind: "nobody", login, ip }, { act, memberIds: [], result: "refused", reason });
  });
}
