import type { InLanguages } from "../vocabulary/languages.ts";

/** One sentence in every language; `{name}` stands for a value. */
export type Words = InLanguages;

/** Puts values into the places of a sentence; a place without a value stays as it is. */
export function fillWords(words: Words, values: Readonly<Record<string, string | number>>): Words {
  return { ko: fill(words.ko, values), en: fill(words.en, values) };
}

function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
