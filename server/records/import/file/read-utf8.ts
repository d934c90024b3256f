/** What a text in UTF-16 has where half of a surrogate pair is missing: no byte of UTF-8, so that its row is told. */
const NO_TEXT = Buffer.from([0xff]);

/**
 * Leaves out the byte order mark at the beginning of a file, and gives what follows a mark of UTF-16 as UTF-8.
 */
export async function* readUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let kind: "unknown" | "utf-8" | "utf-16le" | "utf-16be" = "unknown";
  for await (const chunk of chunks) {
    let bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    rest = Buffer.alloc(0);
    if (kind === "unknown") {
      if (bytes.length < 3) {
        rest = bytes;
        continue;
      }
      kind = kindOf(bytes);
      bytes = bytes.subarray(kind === "utf-8" ? (hasUtf8Mark(bytes) ? 3 : 0) : 2);
    }
    if (kind === "utf-8") yield bytes;
    else {
      const used = wholeUnits(bytes, kind);
      rest = bytes.subarray(used);
      yield toUtf8(bytes.subarray(0, used), kind);
    }
  }
  if (rest.length > 0) yield kind === "utf-16le" || kind === "utf-16be" ? NO_TEXT : rest;
}

function hasUtf8Mark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function kindOf(bytes: Buffer): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
}

/** How many bytes end with a whole character: a surrogate pair may have its second half in the next chunk. */
function wholeUnits(bytes: Buffer, kind: "utf-16le" | "utf-16be"): number {
  const even = bytes.length - (bytes.length % 2);
  if (even === 0) return 0;
  const high = bytes[kind === "utf-16le" ? even - 1 : even - 2] ?? 0;
  return high >= 0xd8 && high <= 0xdb ? even - 2 : even;
}

function toUtf8(bytes: Buffer, kind: "utf-16le" | "utf-16be"): Buffer {
  const text = (kind === "utf-16le" ? bytes : Buffer.from(bytes).swap16()).toString("utf16le");
  if (text.isWellFormed()) return Buffer.from(text);
  return Buffer.concat([...text].map((letter) => (letter.isWellFormed() ? Buffer.from(letter) : NO_TEXT)));
}
