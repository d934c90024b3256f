import type { Language } from "#server/vocabulary/languages";
import type { CatalogAction, Change, JsonValue, MemberEvent } from "#server/vocabulary/member-event";
import { withParticle } from "./korean-particle.ts";
import { plainValue } from "./plain-value.ts";

/** A piece of a sentence: fixed words, or a value, which may be personal and then stands in masked form. */
export type SentencePart = { text: string; value: boolean; masked: boolean };

type Described = Pick<MemberEvent, "action" | "attributes" | "context">;

const PLACEHOLDER = /\{([^{}]+)\}/g;
/** Words in brackets around a placeholder. */
const ASIDE = /\s*\([^()]*\{[^()]*\)/g;
const MISSING = "–";

/** Says a value in the language of the sentence: codes such as "wrong-password" have words, other values are themselves. */
export type SayValue = (value: string) => string;

/** The plain sentence of an event in the catalog's words; without one, the action's name. */
export function eventSentence(
  event: Described,
  action: CatalogAction | undefined,
  locale: Language,
  say: SayValue = (value) => value,
): SentencePart[] {
  const template = action?.sentence[locale];
  if (action === undefined || !template) return [words(event.action)];
  const parts: SentencePart[] = [];
  let end = 0;
  for (const found of template.matchAll(PLACEHOLDER)) {
    addWords(parts, template.slice(end, found.index));
    const value = placedValue(event, found[1] ?? "", action);
    parts.push(value.masked ? value : { ...value, text: say(value.text) });
    end = found.index + found[0].length;
  }
  addWords(parts, template.slice(end));
  return parts;
}

/** What an action means, with a gap for each value and without the asides that only a value fills; its name if it has no sentence. */
export function actionWords(action: CatalogAction, locale: Language): string {
  return action.sentence[locale].replaceAll(ASIDE, "").replaceAll(PLACEHOLDER, "…") || action.name;
}

/** The sentence as one text, for tickets, titles and screen readers. */
export function sentenceText(parts: SentencePart[]): string {
  return parts.map((part) => (part.value ? plainValue(part.text) : part.text)).join("");
}

function words(text: string): SentencePart {
  return { text, value: false, masked: false };
}

function addWords(parts: SentencePart[], text: string) {
  if (text === "") return;
  const before = parts.at(-1);
  parts.push(words(before?.value ? withParticle(before.text, text) : text));
}

function placedValue(event: Described, placeholder: string, action: CatalogAction): SentencePart {
  if (placeholder.startsWith("context.")) {
    return { text: valueText(event.context[placeholder.slice("context.".length)]), value: true, masked: false };
  }
  const [, name = placeholder, side = "to"] = /^(.+)\.(from|to)$/.exec(placeholder) ?? [];
  const change: Change = event.attributes[name] ?? {};
  return {
    text: valueText(side === "from" ? change.from : change.to),
    value: true,
    masked: action.attributes[name]?.personal !== undefined,
  };
}

/** A value of JSON as people read it; a dash where there is none. */
export function valueText(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === "") return MISSING;
  return typeof value === "string" ? value : JSON.stringify(value);
}
