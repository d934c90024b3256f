/** An address over what the console takes is answered with a page that says so; what is longer than this ends without one. */
const LONGEST_HEAD_BYTES = 128 * 1024;

/** What Node.js is called with to serve the console. */
export function webArguments({ host, port }: { host: string; port: number }): string[] {
  const next = "node_modules/next/dist/bin/next";
  return [`--max-http-header-size=${LONGEST_HEAD_BYTES}`, next, "start", "-H", host, "-p", String(port)];
}
