import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { refusalOf } from "../../refusal-of.ts";
import { bytea } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, recordedByDatabase } from "../../staff/recorded.ts";
import { requireFreshProof } from "../../staff/require-fresh-proof.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { actingHash } from "../../staff/settings/acting-hash.ts";
import type { FileKind } from "../../vocabulary/choices/file-choices.ts";
import { eventFileWhatSchema } from "../../vocabulary/oversight/prepared-file.ts";
import { nameOfDisclosure } from "./disclosure-parts.ts";
import { nameOfEventFile } from "./event-lines.ts";
import { openPart, sealOfFile } from "./seal-part.ts";

/** A file as it is handed over; `sha256` is of the whole, in hex. */
export type TakenFile = {
  fileName: string;
  type: string;
  bytes: number;
  sha256: string;
  /** The parts of the clear file, each read when it is asked for; each can be read once. */
  parts: () => AsyncGenerator<Buffer, void>;
};

type FileRow = {
  parts: number;
  bytes: number;
  sha256: string;
  salt: Buffer;
  madeAt: string;
  what: unknown;
  kind: FileKind;
  caseNumber: string | null;
};

/**
 * Hands a file over to the person who asked for it, once; who took which members' data is recorded before anything is given. A download that
 * breaks off counts: the file has to be asked for anew.
 *
 * @param fileKey FILE_KEY of this process.
 * @throws DomainError "forbidden"; "unproved"; "not-found" when it is nobody's, another's, not made yet, taken before, or its day is over: all are recorded;
 *   "unavailable" without the key that it was sealed with.
 */
export async function takeFile(
  db: Executor,
  actor: Actor,
  { fileId, fileKey }: { fileId: string; fileKey: string | undefined },
): Promise<Recorded<TakenFile>> {
  requirePermission(actor, "file:see");
  requireFreshProof(actor);
  if (fileKey === undefined) {
    throw new DomainError(
      "unavailable",
      "FILE_KEY is not set for the web process: no prepared file can be opened here. Tell whoever runs Memberscope.",
    );
  }
  try {
    return await recordedByDatabase(db, async (tx) => {
      const [file] = await tx.execute<FileRow>(sql`
        select f.parts, f.byte_count::float8 as bytes, f.sha256, f.salt, ${isoTime(sql`f.made_at`)} as "madeAt", f.what, f.kind, f.case_number as "caseNumber"
          from staff.prepared_file f where f.id = ${fileId}::uuid and f.salt is not null`);
      const seal = file && sealOfFile(fileKey, fileId, file.salt);
      const [row] = await tx.execute<{ outcome: string; record_id: string }>(sql`
        select r.* from staff.take_file(${actingHash(actor)}, ${actor.ip}, ${fileId}::uuid, ${bytea(seal?.check ?? null)}) r`);
      if (!row) throw new Error("staff.take_file gave no row");
      const recordId = row.record_id;
      if (row.outcome !== "given" || !file || !seal) return { recordId, refusal: refusalToTake(row.outcome) };
      const answer: TakenFile = {
        ...titleOf(file),
        bytes: file.bytes,
        sha256: file.sha256,
        parts: async function* () {
          for (let n = 0; n < file.parts; n += 1) {
            const [read] = await db.execute<{ sealed: Buffer | null }>(sql`
              select staff.read_file_part(${actingHash(actor)}, ${fileId}::uuid, ${n}) as sealed`);
            if (!read?.sealed) throw new Error(`part ${n} of file ${fileId} is not there`);
            yield openPart(seal, { n, isLast: n === file.parts - 1 }, read.sealed);
          }
        },
      };
      return { recordId, answer };
    });
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

function titleOf({ kind, what, madeAt, caseNumber }: FileRow): Pick<TakenFile, "fileName" | "type"> {
  if (kind === "disclosure") {
    return { fileName: nameOfDisclosure(madeAt, caseNumber ?? ""), type: "application/zip" };
  }
  const { format } = eventFileWhatSchema.parse(what);
  const type = format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
  return { fileName: nameOfEventFile(madeAt, format), type };
}

function refusalToTake(outcome: string): DomainError {
  switch (outcome) {
    case "forbidden":
      return new DomainError("forbidden", "Your role may not take such a file. Ask an admin.");
    case "other key":
      return new DomainError(
        "unavailable",
        "The file was sealed with another FILE_KEY than this web process has. Tell whoever runs Memberscope; then ask for it anew.",
      );
    case "not ready":
      return new DomainError("not-found", "The file is not made yet. Look at the list of files again in a moment.");
    case "taken before":
      return new DomainError("not-found", "The file was taken already, and can be taken once. Ask for it anew.");
    case "gone":
      return new DomainError(
        "not-found",
        "The file is not kept any more: a file is kept for 24 hours. Ask for it anew.",
      );
    default:
      return new DomainError("not-found", "There is no file of yours with this id. Look at the list of files.", {
        field: "fileId",
      });
  }
}
