/** Something a watch looks for: the event that completes it, when, whose it is (null: nobody's), and its members. */
export type Match = { id: string; at: number; subject: string | null; members: readonly string[] };

/** The moment at which a subject had more than the threshold, by the match that made it so, and all that counted then. */
export type Crossing = {
  subject: string;
  match: string;
  at: number;
  amount: number;
  members: string[];
  events: string[];
};

type Threshold = { measure: "matches" | "members"; moreThan: number; windowMs: number };

/**
 * Where the number of matches, or of their different members, of one subject within the window comes to lie above the threshold, oldest first.
 * It has to fall back to the threshold before it can cross it again.
 *
 * @param matches of all subjects, in any order, whole over the window before the first crossing that is wanted.
 */
export function findCrossings(matches: readonly Match[], { measure, moreThan, windowMs }: Threshold): Crossing[] {
  const bySubject = new Map<string, Match[]>();
  for (const match of matches) {
    if (match.subject === null) continue;
    bySubject.set(match.subject, [...(bySubject.get(match.subject) ?? []), match]);
  }
  const crossings: Crossing[] = [];
  for (const [subject, own] of bySubject) {
    const inOrder = [...own].sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
    let held: Match[] = [];
    for (const match of inOrder) {
      held = held.filter(({ at }) => at > match.at - windowMs);
      const before = amountOf(held, measure);
      held.push(match);
      const amount = amountOf(held, measure);
      if (before <= moreThan && amount > moreThan) {
        const members = [...new Set(held.flatMap((one) => one.members))];
        crossings.push({ subject, match: match.id, at: match.at, amount, members, events: held.map(({ id }) => id) });
      }
    }
  }
  return crossings.sort((one, other) => one.at - other.at || (one.subject < other.subject ? -1 : 1));
}

function amountOf(held: readonly Match[], measure: Threshold["measure"]): number {
  return measure === "matches" ? held.length : new Set(held.flatMap(({ members }) => members)).size;
}
