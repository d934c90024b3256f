import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { jsonb } from "../../sql-values.ts";
import { type AnchoredSeal, anchorDigest, appendToAnchor, lastAnchored } from "./anchor-file.ts";
import { CHAIN_BEGIN, chainHash, textOfRecord } from "./chain-hash.ts";

/** Records of one seal at most: its line in the anchor stays under 40 KB. */
const MOST = 2000;

/** The chain holds less than its anchor: somebody has cut it, or the database is an older one. Nothing is sealed then. */
class ChainCutError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ChainCutError";
  }
}

/**
 * Seals access records that are committed and not yet in the chain, and writes what the anchor lacks. Readers and writers of records
 * are not waited for, and do not wait. Of several sealers at once one succeeds.
 *
 * @param anchorDir where the anchor is; null for none, and then a cut tail cannot be found.
 * @returns how many records were sealed; as many as one seal holds says that there are more.
 * @throws ChainCutError when the anchor knows what the chain does not; what the file system or the database says.
 */
export async function sealRecords(
  db: Executor,
  { anchorDir, most = MOST }: { anchorDir: string | null; most?: number },
): Promise<{ sealed: number; isFull: boolean }> {
  const anchored = anchorDir === null ? undefined : await lastAnchored(anchorDir);
  if (anchored) await requireSame(db, anchored);
  const sealed = await sealWaiting(db, most);
  if (anchorDir !== null) await anchorSeals(db, anchorDir);
  return { sealed, isFull: sealed === most };
}

/** Writes the seals that the anchor lacks. One process at a time: two that share a directory would write a seal twice. */
async function anchorSeals(db: Executor, anchorDir: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ taken: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended('memberscope anchor', 0)) as taken`);
    if (!lock?.taken) return;
    for (let behind = (await lastAnchored(anchorDir))?.seal ?? 0; ; ) {
      const seals = await sealsBehind(tx, behind);
      await appendToAnchor(anchorDir, seals);
      const last = seals.at(-1);
      if (!last) return;
      behind = last.seal;
    }
  });
}

async function requireSame(db: Executor, anchored: AnchoredSeal): Promise<void> {
  const [same] = await db.execute<{ head: Buffer }>(sql`select head from staff.seal where number = ${anchored.seal}`);
  if (same && anchored.head.equals(same.head)) return;
  const what = same ? `is another one in the database` : `is not in the database`;
  throw new ChainCutError(
    `Seal ${anchored.seal} of the anchor ${what}. Run memberscope audit verify; after a restore from a backup set ANCHOR_DIR to a new directory and keep the old one.`,
  );
}

type Waiting = { id: string; text: string };

async function sealWaiting(db: Executor, most: number): Promise<number> {
  const [last] = await db.execute<{ position: number; hash: Buffer }>(sql`
    select position::float8 as position, hash from staff.sealed_record order by sealed_record.position desc limit 1`);
  const waiting = await db.execute<Waiting>(sql`
    select r.id, ${textOfRecord} as text from (select u.record_id from staff.unsealed u order by u.record_id limit ${most}) u
      join staff.access_record r on r.id = u.record_id order by r.id`);
  if (waiting.length === 0) return 0;
  const behind = last?.position ?? 0;
  const hashes: Buffer[] = [];
  for (const { text } of waiting) {
    const before = hashes.at(-1) ?? last?.hash ?? CHAIN_BEGIN;
    hashes.push(chainHash({ before, position: behind + hashes.length + 1, text }));
  }
  const ids = waiting.map(({ id }) => id);
  const inHex = hashes.map((hash) => hash.toString("hex"));
  const [done] = await db.execute<{ seal: string | null }>(sql`
    select staff.append_seal(${behind}, array(select jsonb_array_elements_text(${jsonb(ids)})::uuid),
                             array(select decode(jsonb_array_elements_text(${jsonb(inHex)}), 'hex'))) as seal`);
  return done?.seal ? waiting.length : 0;
}

/** Seals that the anchor lacks, a few at a time. */
async function sealsBehind(db: Executor, number: number): Promise<AnchoredSeal[]> {
  const rows = await db.execute<{
    seal: number;
    at: string;
    first: number;
    last: number;
    head: Buffer;
    hashes: Buffer[];
  }>(sql`
    select s.number::float8 as seal, ${isoTime(sql`s.sealed_at`)} as at, s.first::float8 as first, s.last_position::float8 as last, s.head,
           (select array_agg(r.hash order by r.position) from staff.sealed_record r where r.position between s.first and s.last_position) as hashes
      from (select *, coalesce((select b.last_position from staff.seal b where b.number = o.number - 1), 0) + 1 as first
              from staff.seal o where o.number > ${number} order by o.number limit 20) s
     order by s.number`);
  return rows.map(({ hashes, ...seal }) => ({ ...seal, digests: Buffer.concat(hashes.map(anchorDigest)) }));
}
