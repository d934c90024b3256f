/** Ids as people paste them: one a line, or between commas, semicolons or spaces; each once, in their order. */
export function readIds(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ""))];
}

/** Those that are no event id, of the first hundred thousand. */
export function notEventIds(ids: readonly string[]): string[] {
  return ids.filter((id) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id));
}
