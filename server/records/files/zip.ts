import { Zip, ZipDeflate } from "fflate";

/** One file of an archive: its bytes come piece by piece. */
export type ZipEntry = { name: string; pieces: AsyncIterable<Uint8Array> };

/**
 * An archive as every system opens it, while its files are made: no more of them is in memory than the piece in hand.
 *
 * @param at the time of every file in it, ISO 8601.
 */
export async function* zipOf(entries: AsyncIterable<ZipEntry>, at: string): AsyncGenerator<Uint8Array, void> {
  let packed: Uint8Array[] = [];
  let fault: Error | null = null;
  const zip = new Zip((error, chunk) => {
    fault ??= error;
    packed.push(chunk);
  });
  const taken = () => {
    if (fault !== null) throw fault;
    const all = packed;
    packed = [];
    return all;
  };
  for await (const { name, pieces } of entries) {
    const file = new ZipDeflate(name);
    file.mtime = at;
    zip.add(file);
    for await (const piece of pieces) {
      file.push(piece);
      yield* taken();
    }
    file.push(new Uint8Array(), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}
