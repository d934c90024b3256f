import type { Sql, TransactionSql } from "postgres";
import { waitUntil } from "../wait-until.ts";

type InTransaction = (tx: TransactionSql) => PromiseLike<unknown>;

/** A lock that a test holds, so that what it looks at happens in the midst of something else. */
export type HeldLock = {
  /** Waits until so many statements of this database wait for a lock. */
  waiters(count: number): Promise<void>;
  /** Does a last thing with the lock in hand, commits, and lets go. */
  release(last?: InTransaction): Promise<void>;
};

/** Takes a lock in a transaction of its own and holds it until it is released. */
export async function holdLock(owner: Sql, take: InTransaction): Promise<HeldLock> {
  const taken = Promise.withResolvers<void>();
  const released = Promise.withResolvers<InTransaction | undefined>();
  const holder = owner.begin(async (tx) => {
    await take(tx);
    taken.resolve();
    await (await released.promise)?.(tx);
  });
  holder.catch(taken.reject);
  await taken.promise;
  return {
    waiters: (count) =>
      waitUntil(`${count} wait for the lock`, async () => {
        const [row] = await owner<{ n: number }[]>`
          select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        return row?.n === count;
      }),
    async release(last) {
      released.resolve(last);
      await holder;
    },
  };
}
