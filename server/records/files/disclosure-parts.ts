import { createHash } from "node:crypto";
import { listActions } from "../../catalog/list-actions.ts";
import type { Db } from "../../db.ts";
import { disclosureWhatSchema } from "../../vocabulary/oversight/disclosure.ts";
import { findDisclosed } from "./disclosed-history.ts";
import { disclosureHtml } from "./disclosure-html.ts";
import type { FileInHand, FilePart } from "./file-in-hand.ts";
import { type ZipEntry, zipOf } from "./zip.ts";

/** Bytes of one part at least, the last one aside. */
const PART_BYTES = 1_000_000;

/**
 * The file of a disclosure: an archive with the history to read (HTML), the same as data (one JSON object a line), and a manifest with whose it is,
 * on what grounds, and the SHA-256 of both. A large one takes no more memory than a small one.
 *
 * @param at ISO 8601.
 * @throws DomainError "too-many" when the period has more events than one disclosure holds.
 */
export async function* disclosureParts(db: Db, file: FileInHand, at: string): AsyncGenerator<FilePart, void> {
  const what = disclosureWhatSchema.parse(file.what);
  const memberId = file.memberId ?? "";
  const disclosed = await findDisclosed(db, { fileId: file.fileId, memberId, from: what.from, to: what.to });
  const about = {
    ...{ ...what, memberId, requestNumber: file.caseNumber ?? "", reason: file.reason, at },
    ...{ askedBy: file.askedBy, approvedBy: file.approvedBy },
  };
  const actions = new Map((await listActions(db)).map((action) => [action.name, action]));
  const files: { name: string; bytes: number; sha256: string }[] = [];
  async function* entries(): AsyncGenerator<ZipEntry, void> {
    const html = disclosureHtml(about, disclosed, actions);
    yield { name: "history.html", pieces: noted(files, "history.html", html) };
    yield { name: "events.jsonl", pieces: noted(files, "events.jsonl", linesOf(disclosed.pages())) };
    const { profile, count: events } = disclosed;
    const manifest = { kind: "memberscope disclosure", fileId: file.fileId, ...about, profile, events, files };
    yield { name: "manifest.json", pieces: bytesOf([`${JSON.stringify(manifest, null, 2)}\n`]) };
  }
  let isFirst = true;
  for await (const text of inParts(zipOf(entries(), at))) {
    yield { text, rows: isFirst ? disclosed.count : 0, memberIds: isFirst ? [memberId] : [] };
    isFirst = false;
  }
}

async function* linesOf(pages: AsyncIterable<readonly object[]>): AsyncGenerator<string, void> {
  for await (const page of pages) yield page.map((row) => `${JSON.stringify(row)}\n`).join("");
}

async function* bytesOf(texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Buffer, void> {
  for await (const text of texts) yield Buffer.from(text);
}

/** Gives the bytes of texts, and when all were given, notes how many they were and their digest. */
async function* noted(
  files: { name: string; bytes: number; sha256: string }[],
  name: string,
  texts: AsyncIterable<string>,
): AsyncGenerator<Buffer, void> {
  const digest = createHash("sha256");
  let bytes = 0;
  for await (const piece of bytesOf(texts)) {
    digest.update(piece);
    bytes += piece.length;
    yield piece;
  }
  files.push({ name, bytes, sha256: digest.digest("hex") });
}

async function* inParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < PART_BYTES) continue;
    yield Buffer.concat(held);
    [held, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/** A name for the archive that tells which request it answers and when it was made, an ISO 8601 time; letters that a header cannot hold are dashes. */
export function nameOfDisclosure(at: string, requestNumber: string): string {
  return `disclosure-${requestNumber.replaceAll(/[^\w.-]+/g, "-")}-${at.slice(0, 19).replaceAll(/[-:]/g, "")}Z.zip`;
}
