import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";

/** What stands before the first record. */
export const CHAIN_BEGIN: Buffer = Buffer.alloc(32);

/**
 * Everything that `r`, a row of staff.access_record, says, as one text: its fields that are not null in the order of jsonb, the time in
 * microseconds. A column that is added later is part of it from then on, and changes no text of before.
 */
export const textOfRecord: SQL = sql`(
  select jsonb_object_agg(f.key, f.value)::text
    from jsonb_each(to_jsonb(r) || jsonb_build_object('at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) f
   where f.value <> 'null')`;

/**
 * The hash of a place in the chain: SHA-256 of the hash before, the position and the record's text, each behind its length in bytes, so that
 * nothing can be moved from one into another.
 *
 * @param before the hash of the place before; CHAIN_BEGIN for the first.
 * @param position 1 for the oldest record.
 */
export function chainHash({ before, position, text }: { before: Buffer; position: number; text: string }): Buffer {
  const hash = createHash("sha256");
  for (const part of [before, Buffer.from(String(position)), Buffer.from(text)])
    hash.update(`${part.length}:`).update(part);
  return hash.digest();
}
