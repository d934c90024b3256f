import type { Language } from "#server/vocabulary/languages";
import type { CatalogAction } from "#server/vocabulary/member-event";
import { actionWords } from "#server/vocabulary/sentence/event-sentence";

/** What is searched beside an action's own words: what its family and its attributes are called. */
export type ActionNames = { family: (family: CatalogAction["family"]) => string; attribute: (name: string) => string };

/** The actions that hold every word that was typed: in the sentence of either language, the name, the family or an attribute; by name. */
export function findCatalogActions(
  actions: Iterable<CatalogAction>,
  text: string,
  { family, attribute }: ActionNames,
): CatalogAction[] {
  const typed = text.toLowerCase().split(/\s+/).filter(Boolean);
  return [...actions]
    .filter((action) => {
      const attributes = Object.keys(action.attributes);
      const sentences = (Object.keys(action.sentence) as Language[]).map((language) => actionWords(action, language));
      const said = [action.name, action.family, family(action.family), ...sentences, ...attributes];
      const all = [...said, ...attributes.map(attribute)].join(" ").toLowerCase();
      return typed.every((word) => all.includes(word));
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
