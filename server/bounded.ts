import { sql } from "drizzle-orm";
import type { Executor } from "./db.ts";

/** What PostgreSQL says of a statement that was ended, by its time limit or by order. */
const QUERY_CANCELED = "57014";

/** When statements end before they are done: each after `ms`, and at once when the signal says that nobody waits any more. */
type Bounds = {
  ms?: number;
  /** `other`: a pool through which the order to end is given; the one that works may have no connection left. */
  waiting?: Waiting | undefined;
};

/** Somebody who waits for an answer, until the signal is aborted. */
export type Waiting = { signal: AbortSignal | undefined; other: Executor };

/**
 * Runs statements that may take long, in a transaction; the caller's own goes on when one was ended.
 *
 * @returns null when a statement was ended.
 * @throws whatever else `work` throws.
 */
export async function bounded<T>(
  db: Executor,
  { ms, waiting }: Bounds,
  work: (tx: Executor) => Promise<T>,
): Promise<T | null> {
  const { signal, other } = waiting ?? {};
  try {
    return await db.transaction(async (tx) => {
      const [own] = await tx.execute<{ pid: number; limit: string }>(sql`
        select pg_backend_pid() as pid, current_setting('statement_timeout') as limit, ${ms === undefined ? sql`null` : sql`set_config('statement_timeout', ${String(ms)}, true)`}`);
      let ending: Promise<unknown> = Promise.resolve();
      const end = () => {
        // Asked at once: the query of a pool is not sent before somebody waits for it. Where it fails, the statement's own limit ends it.
        ending = Promise.resolve(other?.execute(sql`select pg_cancel_backend(${own?.pid ?? 0})`)).catch(
          () => undefined,
        );
      };
      signal?.addEventListener("abort", end, { once: true });
      try {
        if (signal?.aborted) return null;
        const answer = await work(tx);
        // A limit of a transaction outlives the savepoint that set it: what the caller does next has its own.
        if (ms !== undefined) await tx.execute(sql`select set_config('statement_timeout', ${own?.limit ?? "0"}, true)`);
        return answer;
      } finally {
        signal?.removeEventListener("abort", end);
        // An order that came late must not end what the connection does next.
        await ending;
      }
    });
  } catch (error) {
    if (isCanceled(error)) return null;
    throw error;
  }
}

/** Drizzle wraps the driver's error. */
function isCanceled(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause)
    if ("code" in one && one.code === QUERY_CANCELED) return true;
  return false;
}
