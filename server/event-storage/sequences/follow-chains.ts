import type { SequenceStep } from "../../vocabulary/sequence/sequence.ts";

/** An event of one member, device or address: its time in milliseconds, and a bit for each step whose conditions find it. */
export type StepEvent = { id: string; at: number; steps: number };

/** The indexes of a chain's events in their list, oldest first, one for each event that the steps ask for. */
export type Followed = readonly number[];

/** A sequence as a small machine: its places are the events it asks for, one bit each. */
export type Machine = {
  places: number;
  /** For each combination of steps that find an event: which places it can take, and which it ends when it comes after them. */
  takes: readonly number[];
  ends: readonly number[];
  /** What ends the last place is looked for until the time is up. */
  isOpen: boolean;
  /** The step of each place. */
  stepOf: readonly number[];
};

/** Makes the machine of a sequence's steps. */
export function machineOf(steps: readonly SequenceStep[]): Machine {
  const stepOf = steps.flatMap(({ times, isAbsent }, n) => (isAbsent ? [] : Array.from({ length: times }, () => n)));
  const endedBy = new Map<number, number>();
  let last = -1;
  for (const [n, { times, isAbsent }] of steps.entries()) {
    if (isAbsent) endedBy.set(n, last);
    else last += times;
  }
  const combinations = Array.from({ length: 1 << steps.length }, (_, mask) => mask);
  const bits = (places: readonly number[]) => places.reduce((all, place) => all | (1 << place), 0);
  return {
    places: stepOf.length,
    takes: combinations.map((mask) => bits([...stepOf.keys()].filter((place) => mask & (1 << (stepOf[place] ?? 0))))),
    ends: combinations.map((mask) => bits([...endedBy].flatMap(([n, place]) => (mask & (1 << n) ? [place] : [])))),
    isOpen: [...endedBy.values()].includes(stepOf.length - 1),
    stepOf,
  };
}

/** How long a chain may be, in milliseconds, and up to when everything that happens is known: an absence is found only once it is over. */
type Span = { withinMs: number; knownTo: number };

/**
 * The chains in the events of one member, device or address, in the order of their ids.
 *
 * From each event that can begin one, a chain reaches the earliest event that can end it. Of those with one end the latest begun is
 * told, by the latest events that make it. An absent step between two others must not happen between their events; as the last
 * step, not until the time of the chain is up.
 */
export function followChains(events: readonly StepEvent[], machine: Machine, span: Span): Followed[] {
  const startOf = new Map<number, number>();
  for (let start = 0; start < events.length; start += 1) {
    const end = endOf(events, machine, span, start);
    if (end !== null) startOf.set(end, start);
  }
  return [...startOf].map(([end, start]) => placesOf(events, machine, { start, end }));
}

/** The earliest event that ends a chain begun at an event; null when none does. */
function endOf(
  events: readonly StepEvent[],
  machine: Machine,
  { withinMs, knownTo }: Span,
  start: number,
): number | null {
  const { takes, ends, isOpen, places } = machine;
  const first = events[start];
  if (first === undefined || !((takes[first.steps] ?? 0) & 1)) return null;
  const until = first.at + withinMs;
  if (isOpen && until > knownTo) return null;
  const last = 1 << (places - 1);
  let held = 1;
  let end = last === 1 ? start : null;
  if (end !== null && !isOpen) return end;
  for (let n = start + 1; n < events.length; n += 1) {
    const event = events[n];
    if (event === undefined || event.at > until) break;
    const taken = (held << 1) & (takes[event.steps] ?? 0);
    const ended = ends[event.steps] ?? 0;
    held = (held & ~ended) | taken;
    if (ended & last) end = null;
    if (taken & last && end === null) end = n;
    if (end !== null && !isOpen) return end;
  }
  return end;
}

/** Which event takes which place: from the end back, the latest that can. */
function placesOf(
  events: readonly StepEvent[],
  machine: Machine,
  { start, end }: { start: number; end: number },
): Followed {
  const { takes, ends, places } = machine;
  const takenAt = new Map<number, number>([[start, 1]]);
  let held = 1;
  for (let n = start + 1; n <= end; n += 1) {
    const steps = events[n]?.steps ?? 0;
    const taken = (held << 1) & (takes[steps] ?? 0);
    held = (held & ~(ends[steps] ?? 0)) | taken;
    takenAt.set(n, taken);
  }
  const found = [end];
  for (let place = places - 2; place >= 0; place -= 1) {
    let at = (found[0] ?? end) - 1;
    while (at > start && !((takenAt.get(at) ?? 0) & (1 << place))) at -= 1;
    found.unshift(place === 0 ? start : at);
  }
  return found;
}
