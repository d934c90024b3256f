import compile from "icu-minify/compile";
import { type Messages, messagesOf } from "./messages.ts";
import type { Locale } from "./preferences.ts";

type Texts = { [name: string]: string | Texts };
type Compiled = { [name: string]: ReturnType<typeof compile> | Compiled };

const compiled = new Map<Locale, Messages>();

/**
 * All texts of the console in one language as pages format them: parsed once in the life of a process, so that no browser
 * loads a parser (next.config.js takes it out of pages and server). They have the names of the texts they come from, and
 * their type: who formats them reads names alone.
 */
export function compiledMessagesOf(locale: Locale): Messages {
  const known = compiled.get(locale);
  if (known !== undefined) return known;
  // The compiler's records have no prototype, and a server component may not give such to the browser: JSON makes them plain.
  const made: Messages = JSON.parse(JSON.stringify(compileTexts(messagesOf[locale])));
  compiled.set(locale, made);
  return made;
}

function compileTexts(texts: Texts): Compiled {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, typeof text === "string" ? compile(text) : compileTexts(text)]),
  );
}
