import { SAMPLE_BYTES } from "#server/vocabulary/choices/sample-size";
import type { Sample } from "#server/vocabulary/import-mapping";

/** The beginning of a chosen file, unpacked when it is packed by gzip. Nothing of the rest is read. */
export async function readSampleFile(file: File): Promise<Sample> {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isPacked = start[0] === 0x1f && start[1] === 0x8b;
  const stream = isPacked ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
  const reader = stream.getReader();
  const bytes = new Uint8Array(SAMPLE_BYTES);
  let size = 0;
  let isCut = false;
  while (!isCut) {
    const { value, done } = await reader.read();
    if (done) break;
    isCut = size + value.length > SAMPLE_BYTES;
    const part = value.subarray(0, SAMPLE_BYTES - size);
    bytes.set(part, size);
    size += part.length;
  }
  await reader.cancel();
  return { name: file.name, content: toBase64(bytes.subarray(0, size)), isCut };
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
