import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { ChainCheck, ChainFault } from "../../vocabulary/oversight/chain.ts";
import { type AnchoredSeal, anchorDigest, digestAt, readAnchor } from "./anchor-file.ts";
import { CHAIN_BEGIN, chainHash, textOfRecord } from "./chain-hash.ts";

/** Records of one query. */
const PAGE = 2000;

/**
 * Holds every sealed access record against its hash, the hash before it, its seal and the anchor, oldest first, and then looks for
 * records that are in no seal. Stops at the first that is not as it was sealed.
 *
 * What is found: a record changed, deleted, put elsewhere or behind the sealer's back; with an anchor also a chain that was made
 * anew, and a tail cut off. What is not: what somebody with the owner's rights does within the minute before the seal.
 *
 * @param anchorDir where the anchor is; null checks without one.
 */
export async function checkChain(db: Executor, { anchorDir }: { anchorDir: string | null }): Promise<ChainCheck> {
  // What the anchor holds now is in the database by now, so nothing sealed meanwhile looks like a cut.
  const anchor = anchorWalk(anchorDir);
  const walk = { records: 0, seals: 0, before: CHAIN_BEGIN };
  const ended = (fault: ChainFault | null, anchored: number | null): ChainCheck => {
    return { records: walk.records, seals: walk.seals, anchored, fault };
  };
  try {
    await anchor.begin();
    for (;;) {
      const page = await readPage(db, walk.records);
      for (const row of page.records) {
        const fault = faultOf(row, walk) ?? (await anchor.fault(row));
        if (fault) return ended(fault, anchor.last());
        walk.records = row.position;
        walk.before = row.hash;
        const seal = page.seals.get(row.position);
        if (seal && (seal.number !== walk.seals + 1 || !seal.head.equals(row.hash))) {
          return ended({ position: row.position, recordId: row.id, kind: "seal broken" }, anchor.last());
        }
        if (seal) walk.seals = seal.number;
      }
      if (page.records.length < PAGE) break;
    }
    const cut = await anchor.isLongerThan(walk.records);
    if (cut) return ended({ position: walk.records + 1, recordId: null, kind: "cut off" }, anchor.last());
    return ended((await findUncovered(db, walk)) ?? (await findUnsealed(db)), anchor.last());
  } finally {
    await anchor.end();
  }
}

type Sealed = { position: number; id: string; hash: Buffer; text: string | null };
type SealRow = { number: number; position: number; head: Buffer };

async function readPage(db: Executor, behind: number): Promise<{ records: Sealed[]; seals: Map<number, SealRow> }> {
  const records = await db.execute<Sealed>(sql`
    select s.position::float8 as position, s.record_id as id, s.hash, ${textOfRecord} as text
      from staff.sealed_record s left join staff.access_record r on r.id = s.record_id
     where s.position > ${behind} order by s.position limit ${PAGE}`);
  const end = records.at(-1)?.position ?? behind;
  const seals = await db.execute<SealRow>(sql`
    select number::float8 as number, last_position::float8 as position, head from staff.seal
     where last_position > ${behind} and last_position <= ${end}`);
  return { records, seals: new Map(seals.map((seal) => [seal.position, seal])) };
}

function faultOf(row: Sealed, { records, before }: { records: number; before: Buffer }): ChainFault | null {
  const position = records + 1;
  if (row.position !== position) return { position, recordId: null, kind: "missing" };
  if (row.text === null) return { position, recordId: row.id, kind: "deleted" };
  if (!chainHash({ before, position, text: row.text }).equals(row.hash))
    return { position, recordId: row.id, kind: "changed" };
  return null;
}

/** The last seal ends where the chain ends. */
async function findUncovered(
  db: Executor,
  { seals, records }: { seals: number; records: number },
): Promise<ChainFault | null> {
  const [last] = await db.execute<{ position: number; number: number }>(sql`
    select last_position::float8 as position, number::float8 as number from staff.seal where last_position <= ${records} order by seal.number desc limit 1`);
  const isCovered = records === 0 || (last?.position === records && last.number === seals);
  return isCovered ? null : { position: (last?.position ?? 0) + 1, recordId: null, kind: "seal broken" };
}

/** A record that neither waits for the seal nor has one was written past the trigger, or its place in the chain was taken away. */
async function findUnsealed(db: Executor): Promise<ChainFault | null> {
  let cursor = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await db.execute<{ id: string; isKnown: boolean }>(sql`
      select r.id, exists (select from staff.sealed_record s where s.record_id = r.id) or exists (select from staff.unsealed u where u.record_id = r.id) as "isKnown"
        from staff.access_record r where r.id > ${cursor}::uuid order by r.id limit ${PAGE}`);
    const stray = rows.find(({ isKnown }) => !isKnown);
    if (stray) return { position: null, recordId: stray.id, kind: "never sealed" };
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return null;
    cursor = last.id;
  }
}

/** Goes along the anchor with the records. */
function anchorWalk(directory: string | null) {
  const lines = directory === null ? null : readAnchor(directory);
  let line: AnchoredSeal | undefined;
  let seals = 0;
  let isOut = false;
  async function next(): Promise<void> {
    const { value } = (await lines?.next()) ?? {};
    line = value || undefined;
  }
  return {
    begin: next,
    last: () => (lines === null ? null : (line?.last ?? seals)),
    async fault({ position, id, hash }: Sealed): Promise<ChainFault | null> {
      if (isOut || line === undefined) return null;
      if (position < line.first) return { position, recordId: id, kind: "anchor unreadable" };
      if (!digestAt(line, position).equals(anchorDigest(hash)))
        return { position, recordId: id, kind: "not as anchored" };
      if (position < line.last) return null;
      if (!line.head.equals(hash)) return { position, recordId: id, kind: "not as anchored" };
      seals = line.last;
      await next();
      isOut = line === undefined;
      return null;
    },
    async isLongerThan(records: number): Promise<boolean> {
      return line !== undefined && line.last > records;
    },
    async end(): Promise<void> {
      await lines?.return(undefined);
    },
  };
}
