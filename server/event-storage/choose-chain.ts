/** An event of a story by what it is told by: its id, which begins with its time, and its cause's. */
export type Link = { id: string; causationId: string | null };

/**
 * The events of a story to show with one of them, where not all have room: first what led to it, the nearest first, then what
 * it brought about, step by step, then the rest, oldest first.
 *
 * @returns the ids of at most `limit` events, the event's own not among them.
 */
export function chooseChain(links: readonly Link[], eventId: string, limit: number): string[] {
  const causes = new Map(links.map(({ id, causationId }) => [id, causationId]));
  const effects = new Map<string, string[]>();
  const inOrder = [...links].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, causationId } of inOrder) {
    if (causationId !== null) effects.set(causationId, [...(effects.get(causationId) ?? []), id]);
  }
  const chosen = new Set([eventId]);
  for (let id = causes.get(eventId) ?? null; id !== null && causes.has(id) && !chosen.has(id); ) {
    chosen.add(id);
    id = causes.get(id) ?? null;
  }
  // A set gives what is added while it is walked: the effects of the effects, too.
  const brought = new Set(effects.get(eventId) ?? []);
  for (const id of brought) for (const effect of effects.get(id) ?? []) brought.add(effect);
  for (const id of [...brought, ...inOrder.map((link) => link.id)]) chosen.add(id);
  chosen.delete(eventId);
  return [...chosen].slice(0, limit);
}
