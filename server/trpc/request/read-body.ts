/** Forms and small JSON of callers whom nobody knows yet. */
const MAX_BYTES = 16 * 1024;

/** The text of a request's body; null when it is longer than 16 KiB, of which no more is read. */
export async function readBody(request: Request): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BYTES) return null;
  for await (const part of request.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** What a body says as JSON; null for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
