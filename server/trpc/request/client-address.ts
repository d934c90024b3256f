/**
 * Where a request came from. The server adds the address of its own peer at the end of `x-forwarded-for`
 * (instrumentation.ts), so what a client writes there itself is never taken: the last entry is the peer, each trusted
 * proxy in front moves one to the left.
 *
 * @param trustedProxies how many proxies of ours stand in front (TRUSTED_PROXIES).
 * @returns null when nothing is known.
 */
export function clientAddress(headers: Headers, trustedProxies: number): string | null {
  const chain = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return chain.at(-1 - trustedProxies) ?? chain[0] ?? null;
}
