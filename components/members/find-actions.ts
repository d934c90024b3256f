import type { MemberHistory } from "#server/vocabulary/views";

/** An action of the member, with its words. */
export type FoundAction = MemberHistory["actions"][number] & { words: string };

/** The actions whose words or name hold every word that was typed, the most frequent first. */
export function findActions(
  actions: MemberHistory["actions"],
  { text, words }: { text: string; words: (name: string) => string },
): FoundAction[] {
  const typed = text.toLowerCase().split(/\s+/).filter(Boolean);
  return actions
    .map((action) => ({ ...action, words: words(action.name) }))
    .filter((action) => {
      const said = `${action.words} ${action.name}`.toLowerCase();
      return typed.every((word) => said.includes(word));
    })
    .sort((a, b) => b.events - a.events || a.name.localeCompare(b.name));
}
