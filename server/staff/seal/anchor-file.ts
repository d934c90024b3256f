import { createReadStream } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

/** The file in ANCHOR_DIR: one line a seal, only ever added to. */
const FILE = "access-records.jsonl";

/** Of each record's hash so much stands in the anchor: it tells which record is another one, not only that one is. */
const DIGEST_BYTES = 8;

/** The longest line is of the largest seal, 40 KB: the last whole one stands in this much of the file's end. */
const TAIL_BYTES = 256 * 1024;

/** What the anchor says of one seal: `digests` are the first bytes of the hashes of `first` to `last`. */
export type AnchoredSeal = { seal: number; at: string; first: number; last: number; head: Buffer; digests: Buffer };

const lineSchema = z
  .object({
    seal: z.number().int().positive(),
    at: z.string(),
    first: z.number().int().positive(),
    last: z.number().int().positive(),
    head: z.string().regex(/^[0-9a-f]{64}$/),
    digests: z.base64(),
  })
  .transform((line): AnchoredSeal => {
    return { ...line, head: Buffer.from(line.head, "hex"), digests: Buffer.from(line.digests, "base64") };
  });

/** What of a record's hash stands in the anchor. */
export function anchorDigest(hash: Buffer): Buffer {
  return hash.subarray(0, DIGEST_BYTES);
}

/** What the anchor says of the record at a position of this seal. */
export function digestAt({ first, digests }: AnchoredSeal, position: number): Buffer {
  return digests.subarray((position - first) * DIGEST_BYTES, (position - first + 1) * DIGEST_BYTES);
}

/** One line of the anchor; undefined for one that was not written whole, or that is none. */
function readLine(line: string): AnchoredSeal | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/**
 * Adds seals to the anchor, and returns when they are on the disk. A line that a crash cut short before is left as it is, and ended.
 *
 * @throws what the file system says.
 */
export async function appendToAnchor(directory: string, seals: readonly AnchoredSeal[]): Promise<void> {
  if (seals.length === 0) return;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = await open(join(directory, FILE), "a+", 0o600);
  try {
    const { size } = await file.stat();
    const { buffer } = size > 0 ? await file.read(Buffer.alloc(1), 0, 1, size - 1) : { buffer: Buffer.from("\n") };
    const lines = seals.map(({ head, digests, ...seal }) => {
      return `${JSON.stringify({ ...seal, head: head.toString("hex"), digests: digests.toString("base64") })}\n`;
    });
    await file.appendFile(`${buffer.toString() === "\n" ? "" : "\n"}${lines.join("")}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The last seal that the anchor holds; undefined when it holds none. */
export async function lastAnchored(directory: string): Promise<AnchoredSeal | undefined> {
  const size = await sizeOf(directory);
  if (size === 0) return undefined;
  const start = Math.max(0, size - TAIL_BYTES);
  let last: AnchoredSeal | undefined;
  for await (const line of linesOf(directory, { start, size })) last = readLine(line) ?? last;
  return last;
}

/**
 * Every seal that the anchor held when this was called, oldest first. A line cut short is passed over when the next one says the
 * same seal again; where one is missing the seals say so by their numbers.
 */
export async function* readAnchor(directory: string): AsyncGenerator<AnchoredSeal> {
  const size = await sizeOf(directory);
  if (size === 0) return;
  for await (const line of linesOf(directory, { start: 0, size })) {
    const seal = readLine(line);
    if (seal) yield seal;
  }
}

async function sizeOf(directory: string): Promise<number> {
  try {
    return (await stat(join(directory, FILE))).size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
}

function linesOf(directory: string, { start, size }: { start: number; size: number }) {
  const input = createReadStream(join(directory, FILE), { start, end: size - 1 });
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}
