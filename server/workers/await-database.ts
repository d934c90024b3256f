import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { isDatabaseAway } from "../database-away.ts";
import { connect, type Db } from "../db.ts";
import { log } from "../log.ts";

/** Enough for every loop of one worker at once. */
const WANTED = 12;

/** With fewer, loops would wait for each other longer than SQS waits for them. */
const LEAST = 4;

const RETRY_MS = 500;

/**
 * Waits until the database answers, however long it is away, and says how many connections this worker may take: fewer
 * than it wants when other workers have taken most of what the account may have.
 *
 * @returns the size of the pool.
 * @throws Error that names the shortage when less than the least is left; whatever else the database says but that it is away.
 */
export async function awaitDatabase(url: string, signal: AbortSignal): Promise<number> {
  const db = connect({ url, name: "worker start", max: 1 });
  try {
    let hasSaid = false;
    while (!signal.aborted) {
      try {
        return await shareOf(db);
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
        if (!hasSaid) log.warn({ error: String(error) }, "the database does not answer yet: waiting for it");
        hasSaid = true;
        await wait(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return WANTED;
  } finally {
    await db.$client.end({ timeout: 1 });
  }
}

async function shareOf(db: Db): Promise<number> {
  const [row] = await db.execute<{ account: string; allowed: number; taken: number }>(sql`
    select r.rolname as account, r.rolconnlimit as allowed,
           (select count(*)::int from pg_stat_activity a where a.usename = r.rolname and a.pid <> pg_backend_pid()) as taken
      from pg_roles r where r.rolname = current_user`);
  if (!row || row.allowed < 0) return WANTED;
  const { account, allowed, taken } = row;
  const left = allowed - taken;
  if (left >= WANTED) return WANTED;
  const about = `The account ${account} may have ${allowed} connections, ${taken} are taken, and a worker wants ${WANTED}.`;
  const wayOut = `Run fewer workers, or: alter role ${account} connection limit ${taken + WANTED}.`;
  if (left < LEAST) throw new Error(`${about} It needs ${LEAST} at least. ${wayOut}`);
  log.warn(`${about} This one goes on with ${left}. ${wayOut}`);
  return left;
}
