/** Any host will do: what is taken from an address is compared with it, never the text as it came. */
const HERE = "http://here.invalid";

/**
 * The path that a wanted address leads to, when a browser that follows it stays on this site.
 *
 * Read as a browser reads it, which drops tabs and line ends and takes a backslash for a slash: "/\\t/host" is another site.
 *
 * @returns null for another site, and for nothing.
 */
export function pathOnThisSite(wanted: string | undefined): string | null {
  if (!wanted?.startsWith("/") || !URL.canParse(wanted, HERE)) return null;
  const { origin, pathname, search } = new URL(wanted, HERE);
  return origin === HERE && !pathname.startsWith("//") ? pathname + search : null;
}
