import en from "../../../messages/en.json" with { type: "json" };
import ko from "../../../messages/ko.json" with { type: "json" };

/** A code of member systems such as "fraud-suspected" to its words on the screen, and a word to the codes it is shown for. */
const alike = new Map<string, Set<string>>();
for (const words of [en.values, ko.values]) {
  for (const [code, word] of Object.entries(words)) {
    alike.set(code, (alike.get(code) ?? new Set()).add(word));
    alike.set(word, (alike.get(word) ?? new Set()).add(code));
  }
}

/** A value with what stands for the same: of a code its words, of a word its codes. */
export function wordsLike(value: string): string[] {
  return [...new Set([value, ...(alike.get(value) ?? [])])];
}
