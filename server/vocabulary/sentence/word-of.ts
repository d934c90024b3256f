/** The word for a code such as "wrong-password"; undefined where there is none, also for "constructor" and the like. */
export function wordOf(words: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(words, code) ? words[code] : undefined;
}

/** A moment as values hold it: ISO 8601 with its distance from UTC. */
export const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/;
