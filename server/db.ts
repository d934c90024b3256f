import type { PgAsyncDatabase } from "drizzle-orm/pg-core/async/db";
import type { PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";

/** A pool, or a transaction of it: verbs take one and never know which. */
export type Executor = PgAsyncDatabase<PostgresJsQueryResultHKT>;

/** A pool with its driver: `$client.end()` closes it. */
export type Db = ReturnType<typeof connect>;

/** What patches/postgres-3.4.9.patch leaves in the driver: without it a rolled-back transaction may leave rows behind. */
const DRIVER_PATCH = "3.4.9-3";

/** Between two attempts to reach a server that is away. */
const CONNECT_TIMEOUT_S = 5;

/**
 * How long a pool waits before its next attempt to connect. The driver's own wait grows to 20 s, which whoever asks for a
 * connection meanwhile spends too, long after the server is back.
 *
 * @param failures attempts in a row that failed.
 * @returns seconds.
 */
export function reconnectDelay(failures: number): number {
  return (0.5 + Math.random() / 2) * Math.min(2 ** failures / 100, 1);
}

/**
 * Opens a pool on one database; nothing is connected before the first query. This module owns the driver.
 *
 * @param name shown as application_name in pg_stat_activity.
 * @param max connections at most.
 * @param plans `custom` plans each statement for its values: right for searches over skewed data, where a generic plan can be
 *   1000 times slower (measured at 20 million events). `generic` plans once: right for a worker that repeats a few
 *   statements by key, where planning over all partitions would cost more than running. Left out, PostgreSQL decides.
 */
export function connect({
  url,
  name,
  max,
  plans,
}: {
  url: string;
  name: string;
  max: number;
  plans?: "custom" | "generic";
}) {
  if (Reflect.get(postgres, "memberscopePatch") !== DRIVER_PATCH) {
    throw new Error(
      "The postgres driver is not patched: start, build and run through the npm scripts, which patch it.",
    );
  }
  const client = postgres(url, {
    max,
    onnotice: () => {},
    connect_timeout: CONNECT_TIMEOUT_S,
    backoff: reconnectDelay,
    connection: {
      application_name: `memberscope ${name}`,
      ...(plans ? { plan_cache_mode: `force_${plans}_plan` } : {}),
    },
  });
  return drizzle({ client });
}
