import { readEnv } from "../../env.ts";
import { isLoopback } from "../../loopback.ts";

/** PUBLIC_URL; null where none is set. */
export function publicAddress(): string | null {
  return readEnv("web").PUBLIC_URL ?? null;
}

/**
 * Whether a request names this console by its own address: PUBLIC_URL's host, or with a PUBLIC_URL on loopback any name of
 * loopback. A page that lets another name point here (DNS rebinding) asks under that name. Where no PUBLIC_URL is set, every
 * name is ours.
 */
export function isOwnHost(headers: Headers, publicUrl = publicAddress()): boolean {
  const host = headers.get("host");
  return host !== null && (publicUrl === null || ownOrigin(host, publicUrl) !== null);
}

/**
 * Whether a browser's request was made by one of our own pages: its Origin is that of the console, scheme and all, and so is
 * the host that it asks. Without a PUBLIC_URL people come by http.
 */
export function isSameOrigin(headers: Headers, publicUrl = publicAddress()): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const host = headers.get("host");
  if (host === null) return false;
  const own = publicUrl === null ? `http://${host}` : ownOrigin(host, publicUrl);
  return own !== null && headers.get("origin") === own;
}

/** The origin of pages that were asked for by this host; null when it is not the console's. */
function ownOrigin(host: string, publicUrl: string): string | null {
  const { protocol, host: publicHost, hostname, port, origin } = new URL(publicUrl);
  if (host === publicHost) return origin;
  if (!isLoopback(hostname)) return null;
  const asked = `${protocol}//${host}`;
  if (!URL.canParse(asked)) return null;
  const url = new URL(asked);
  return isLoopback(url.hostname) && url.port === port && url.host === host ? url.origin : null;
}
