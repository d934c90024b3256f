import type { MemberEvent } from "#server/vocabulary/member-event";

/**
 * How many of the newest events are not among those shown: above the first of them, or late ones between them. What is
 * older than all that is shown has not been loaded yet, and is no newcomer.
 */
export function newcomersOf(
  newest: readonly Pick<MemberEvent, "id">[],
  shown: readonly Pick<MemberEvent, "id">[],
): { fresh: number; late: number } {
  const known = new Set(shown.map(({ id }) => id));
  const [first, last] = [shown[0]?.id ?? "", shown.at(-1)?.id ?? ""];
  const strangers = newest.filter(({ id }) => !known.has(id));
  return {
    fresh: strangers.filter(({ id }) => id > first).length,
    late: strangers.filter(({ id }) => id < first && id > last).length,
  };
}
