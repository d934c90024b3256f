import type { Language } from "../../vocabulary/languages.ts";
import type { Explanation } from "./explain-policy.ts";

/** An explanation as indented lines, each beginning with + for what holds and - for what does not. */
export function linesOf({ matches, words, children }: Explanation, language: Language, depth = 0): string[] {
  const own = `${"  ".repeat(depth)}${matches ? "+" : "-"} ${words[language]}`;
  return [own, ...children.flatMap((child) => linesOf(child, language, depth + 1))];
}
