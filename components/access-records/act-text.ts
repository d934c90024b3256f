import type { AccessRecord } from "#server/vocabulary/access-record";

type Words = Readonly<Record<string, string>>;

/**
 * What somebody did, in words; of what was refused, what was tried: there the record has the name of the procedure that
 * was asked for. Null for an act that has no words.
 */
export function actText(
  { act, result }: Pick<AccessRecord, "act" | "result">,
  { acts, refusedActs }: { acts: Words; refusedActs: Words },
): string | null {
  // A name with a dot would be a path among the messages.
  const key = act.replaceAll(".", "-");
  for (const words of result === "refused" ? [refusedActs, acts] : [acts]) {
    if (Object.hasOwn(words, key)) return words[key] ?? null;
  }
  return null;
}
