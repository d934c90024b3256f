/** A number of events in a sentence that somebody reads: "1 event was", "5 events were". */
export function eventsWere(count: number): string {
  return count === 1 ? "1 event was" : `${count} events were`;
}
