import { kindOfError } from "../../vocabulary/choices/letter-kinds.ts";
import type { LetterGroup, LetterSelection, LetterView } from "../../vocabulary/dead-letter.ts";

/** Letters by cause and action, the largest group first. */
export function groupLetters(letters: readonly LetterView[]): LetterGroup[] {
  const groups = [...Map.groupBy(letters, keyOf).values()].map((members) => {
    const times = members.map(({ sentAt }) => sentAt).sort();
    const { cause = "not-ours" as const, error = null, action = null } = members[0] ?? {};
    return {
      cause,
      error: kindOfError(error),
      action,
      count: members.length,
      first: times[0] ?? "",
      last: times.at(-1) ?? "",
    };
  });
  return groups.sort((a, b) => b.count - a.count || keyOf(a).localeCompare(keyOf(b)));
}

/** Whether a letter is among the chosen ones. */
export function isChosen(selection: LetterSelection, letter: LetterView): boolean {
  switch (selection.kind) {
    case "all":
      return true;
    case "some":
      return selection.ids.includes(letter.id);
    case "group":
      return keyOf(selection) === keyOf(letter);
  }
}

function keyOf({ cause, error, action }: Pick<LetterGroup, "cause" | "error" | "action">): string {
  return JSON.stringify([cause, kindOfError(error), action]);
}
