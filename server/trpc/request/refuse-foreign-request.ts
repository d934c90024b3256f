import { bearerTokenOf } from "./bearer-token.ts";
import { isSameOrigin, publicAddress } from "./own-site.ts";

/** A request of a page batch has at most this many calls, and a body of this many bytes. */
const MAX_BATCH = 10;
const MAX_BODY_BYTES = 256 * 1024;

/** What is said of a request that no page of ours made. */
export const FOREIGN_REQUEST =
  "This request came from another site and was refused. If it is this one, PUBLIC_URL must be the address that the browser shows.";

/**
 * Refuses what another site's page could send with our cookie, before tRPC sees it: a foreign Origin, a cross-site fetch,
 * any content type but JSON (tRPC itself would run a mutation from a multipart form), and what is too large.
 *
 * A request with a personal access token carries no cookie's power and needs no Origin.
 *
 * @returns the refusal to answer with, or undefined when the request may go on.
 */
export function refuseForeignRequest(request: Request, publicUrl = publicAddress()): Response | undefined {
  const refuse = (status: number, message: string) => Response.json({ error: { message } }, { status });
  if (request.method !== "POST") return refuse(405, "Use POST: inputs never stand in a URL here.");
  if (!(request.headers.get("content-type") ?? "").startsWith("application/json")) {
    return refuse(415, "Send application/json.");
  }
  const length = request.headers.get("content-length");
  if (length === null) return refuse(411, "Say the length of the body (content-length).");
  if (!(Number(length) <= MAX_BODY_BYTES)) {
    return refuse(413, `A request has at most ${MAX_BODY_BYTES} bytes. Send less at once.`);
  }
  // Counted with its escapes: tRPC takes "%2C" for a comma, too.
  const calls = new URL(request.url).pathname.split(/,|%2c/i).length;
  if (calls > MAX_BATCH) return refuse(413, `A request has at most ${MAX_BATCH} calls. Send them in parts.`);
  if (bearerTokenOf(request.headers) !== undefined) return undefined;
  return isSameOrigin(request.headers, publicUrl) ? undefined : refuse(403, FOREIGN_REQUEST);
}
