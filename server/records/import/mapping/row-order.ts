import { DomainError } from "../../../errors.ts";
import type { MappedEvent } from "./map-row.ts";
import type { Mapping } from "./mapping.ts";

type Order = Mapping["order"];

/** Rows that stand so much oftener before the one above them than after it stand newest first. */
const PLAINLY = 9;

/** Rows of one time that are held until all of them are known: more would fill the memory of a small machine. */
const MOST_HELD = 200_000;

/**
 * Puts events of one time into the order in which they happened: the event storage keeps the order in which it is given them.
 * `add` gives what may be stored, `rest` what is left at the end. Of a file that is newest first, rows of one time are turned
 * round; the events that one row holds stay as they are.
 *
 * `add` throws DomainError "bad-input" when more rows of one time come than are held.
 */
export function rowOrder(order: Order): { add: (event: MappedEvent) => MappedEvent[]; rest: () => MappedEvent[] } {
  if (order !== "newest-first") return { add: (event) => [event], rest: () => [] };
  let rows: MappedEvent[][] = [];
  let held = 0;
  const rest = () => {
    const turned = rows.reverse().flat();
    rows = [];
    held = 0;
    return turned;
  };
  const add = (event: MappedEvent) => {
    const last = rows.at(-1);
    held += 1;
    if (held > MOST_HELD && last?.[0]?.occurredAt === event.occurredAt) throw tooMany(event);
    if (last?.[0]?.line === event.line && last[0].occurredAt === event.occurredAt) {
      last.push(event);
      return [];
    }
    const done = last?.[0]?.occurredAt === event.occurredAt ? [] : rest();
    rows.push([event]);
    held = rows.length === 1 ? 1 : held;
    return done;
  };
  return { add, rest };
}

function tooMany({ line, occurredAt }: MappedEvent): DomainError {
  const fault = `More than ${MOST_HELD.toLocaleString("en")} rows of the time ${occurredAt} stand up to line ${line}, too many to turn round`;
  const wayOut = `Turn the file itself round, so that the oldest row stands first, and write "order": "oldest-first"`;
  return new DomainError("bad-input", `${fault}. ${wayOut}. Its rows are known by their ids: none is stored twice.`);
}

/**
 * Looks at the first rows of a file before any is stored, when the mapping does not say how they are ordered.
 *
 * @throws DomainError "bad-input" when they stand newest first and two of one member and one time are among them: their events
 *   would be swapped for good.
 */
export function refuseUnclearOrder(order: Order, events: readonly MappedEvent[]): void {
  if (order !== undefined) return;
  let [back, forth] = [0, 0];
  const seen = new Map<string, number>();
  let tie: [number, number] | null = null;
  for (const [at, event] of events.entries()) {
    const step = event.occurredAtMs - (events[at - 1]?.occurredAtMs ?? event.occurredAtMs);
    if (step < 0) back += 1;
    if (step > 0) forth += 1;
    const key = `${event.occurredAt} ${event.memberId}`;
    const line = seen.get(key);
    if (line !== undefined && line !== event.line) tie ??= [line, event.line];
    seen.set(key, event.line);
  }
  if (tie === null || !standsNewestFirst(back, forth)) return;
  const rows = `The rows stand newest first, and those of line ${tie[0]} and line ${tie[1]} are of one member and one time`;
  throw new DomainError("bad-input", `${rows}. ${WAY_OUT} Nothing was stored.`);
}

/** What to write when nothing else says which of two rows happened first. */
export const WAY_OUT = `Write "order": "newest-first" into the mapping if the upper of them happened later, or "order": "oldest-first" if it happened first.`;

/** Whether rows stand newest first, by how many lie before the row above them and how many after it. */
export function standsNewestFirst(back: number, forth: number): boolean {
  return back > PLAINLY * forth;
}
