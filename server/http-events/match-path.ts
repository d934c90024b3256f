/** Names in a path pattern (":memberId") and what stood there. */
export type PathNames = Readonly<Record<string, string>>;

/**
 * What stands at the names of a pattern like "/members/:memberId/phone" in a request's URL; undefined when it is another
 * path. A query is left out; an escape that is none makes it another path.
 */
export function matchPath(pattern: string, url: string): PathNames | undefined {
  const wanted = pattern.split("/");
  const given = (url.split("?", 1)[0] ?? "").split("/");
  if (wanted.length !== given.length) return undefined;
  const names: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const text = given[at] ?? "";
    if (!part.startsWith(":")) {
      if (part !== text) return undefined;
      continue;
    }
    const decoded = decode(text);
    if (decoded === undefined || decoded === "") return undefined;
    names[part.slice(1)] = decoded;
  }
  return names;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
