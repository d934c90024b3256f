import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { databaseTime } from "../../database-time.ts";
import type { Db, Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { bytea, textArray } from "../../sql-values.ts";
import type { FileFault } from "../../vocabulary/choices/file-choices.ts";
import { disclosureParts } from "./disclosure-parts.ts";
import { eventFileParts } from "./event-file-parts.ts";
import type { FileInHand, FilePart } from "./file-in-hand.ts";
import { type FileSeal, sealOfFile, sealPart } from "./seal-part.ts";

/** A killed worker's file is made by another after this; each part that is written begins it anew. */
const LEASE = sql`interval '60 seconds'`;

/** It may break so often before it is given up. */
const MOST_TRIES = 5;

/**
 * Makes the oldest approved file: page by page, each sealed and written down before the next is read, so that a large one takes no more memory than a
 * small one.
 *
 * @param fileKey FILE_KEY of this process; without it the file fails and says so.
 * @returns whether there was one.
 */
export async function makeFile(
  db: Db,
  { fileKey, signal }: { fileKey: string | undefined; signal: AbortSignal },
): Promise<boolean> {
  const file = await leaseFile(db);
  if (file === null) return false;
  if (fileKey === undefined) {
    await failFile(db, file, "no-key");
    return true;
  }
  try {
    await writeParts(db, file, { seal: sealOfFile(fileKey, file.fileId), signal });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await failFile(db, file, error.code === "too-many" ? "too-large" : "refused");
  }
  return true;
}

async function leaseFile(db: Db): Promise<FileInHand | null> {
  return db.transaction(async (tx) => {
    const [file] = await tx.execute<FileInHand & { fence: number }>(sql`
      with mine as (
        select f.id from staff.prepared_file f
         where f.state = 'waiting' or (f.state = 'making' and f.lease_until < clock_timestamp()) order by f.id limit 1 for update skip locked)
      update staff.prepared_file f set state = 'making', fence = f.fence + 1, lease_until = clock_timestamp() + ${LEASE} from mine where f.id = mine.id
      returning f.id as "fileId", f.fence, f.kind, f.what, f.reason, f.member_id as "memberId", f.case_number as "caseNumber", f.asked_login as "askedBy", f.approved_login as "approvedBy"`);
    if (!file) return null;
    // What another worker wrote of it is sealed with another key.
    await tx.execute(sql`delete from staff.file_part where file_id = ${file.fileId}::uuid`);
    if (file.fence <= MOST_TRIES) return file;
    await failFile(tx, file, "broken");
    return null;
  });
}

async function failFile(db: Executor, { fileId, fence }: FileInHand, fault: FileFault): Promise<void> {
  await db.execute(sql`
    update staff.prepared_file set state = 'failed', fault = ${fault}, lease_until = null
     where id = ${fileId}::uuid and fence = ${fence} and state = 'making'`);
}

async function writeParts(
  db: Db,
  file: FileInHand,
  { seal, signal }: { seal: FileSeal; signal: AbortSignal },
): Promise<void> {
  const digest = createHash("sha256");
  let [n, rows, bytes] = [0, 0, 0];
  const write = async (part: FilePart, isLast: boolean): Promise<boolean> => {
    const clear = Buffer.from(part.text);
    const isHeld = await writePart(db, file, {
      n,
      memberIds: part.memberIds,
      sealed: sealPart(seal, { n, isLast }, clear),
    });
    digest.update(clear);
    [n, rows, bytes] = [n + 1, rows + part.rows, bytes + clear.length];
    return isHeld;
  };
  // The last part is sealed as such, so each is held until the next has come.
  let held: FilePart | null = null;
  const partsOf = { events: eventFileParts, disclosure: disclosureParts };
  for await (const part of partsOf[file.kind](db, file, await databaseTime(db))) {
    if (signal.aborted) return releaseFile(db, file);
    if (held !== null && !(await write(held, false))) return;
    held = part;
  }
  if (held === null || !(await write(held, true))) return;
  await db.execute(sql`
    update staff.prepared_file
       set state = 'ready', lease_until = null, salt = ${bytea(seal.salt)}, key_check = ${bytea(seal.check)}, parts = ${n}, row_count = ${rows},
           byte_count = ${bytes}, sha256 = ${digest.digest("hex")}, made_at = clock_timestamp(), ends_at = clock_timestamp() + interval '24 hours'
     where id = ${file.fileId}::uuid and fence = ${file.fence} and state = 'making'`);
}

type SealedPart = { n: number; memberIds: readonly string[]; sealed: Buffer };

/** False when the file is not ours any more: another worker has it, or it was taken back. */
async function writePart(
  db: Db,
  { fileId, fence }: FileInHand,
  { n, memberIds, sealed }: SealedPart,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const held = await tx.execute(sql`
      update staff.prepared_file set lease_until = clock_timestamp() + ${LEASE}
       where id = ${fileId}::uuid and fence = ${fence} and state = 'making' returning id`);
    if (held.length === 0) return false;
    await tx.execute(sql`
      insert into staff.file_part (file_id, n, sealed, member_ids) values (${fileId}::uuid, ${n}, ${bytea(sealed)}, ${textArray(memberIds)})`);
    return true;
  });
}

/** The worker ends: another makes the file from its beginning, at once. */
async function releaseFile(db: Db, { fileId, fence }: FileInHand): Promise<void> {
  await db.execute(sql`
    update staff.prepared_file set state = 'waiting', lease_until = null where id = ${fileId}::uuid and fence = ${fence} and state = 'making'`);
}
