import type { Sql } from "postgres";

/**
 * Makes pgcrypto reachable in the schema `extension`, where the event storage calls it, in a database whose owner installed
 * it elsewhere: an extension is installed once a database, and moving it would break what uses it. Does nothing where it is
 * not installed yet (the first migration does that) or stands in `extension` already.
 *
 * @param sql a connection as the owner.
 */
export async function reachPgcrypto(sql: Sql): Promise<void> {
  const [found] = await sql<{ schema: string }[]>`
    select n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
     where e.extname = 'pgcrypto' and n.nspname <> 'extension'`;
  if (!found) return;
  const there = sql(found.schema);
  await sql.begin(async (tx) => {
    await tx`create schema if not exists extension`;
    await tx`create or replace function extension.hmac(bytea, bytea, text) returns bytea language sql immutable strict parallel safe
             return ${there}.hmac($1, $2, $3)`;
    await tx`create or replace function extension.digest(bytea, text) returns bytea language sql immutable strict parallel safe
             return ${there}.digest($1, $2)`;
    await tx`create or replace function extension.gen_random_bytes(integer) returns bytea language sql volatile strict parallel safe
             return ${there}.gen_random_bytes($1)`;
  });
}
