import type { Executor } from "../../db.ts";
import type { Sequence } from "../../vocabulary/sequence/sequence.ts";
import type { Selection } from "../conditions/selection.ts";
import { type Followed, followChains, type Machine, type StepEvent } from "./follow-chains.ts";
import { type FoundEvent, idTime, readStepEvents, type Span, weighStep } from "./step-events.ts";

/** A chain by its events; of `members` are its events. */
export type FoundChain = { key: string; start: string; end: string; steps: string[][]; members: string[] };

/** A sequence made ready: its steps in SQL, its machine, and how long a chain and what must be known after it are. */
export type Ready = {
  sequence: Sequence;
  selections: readonly Selection[];
  machine: Machine;
  withinMs: number;
  knownTo: number;
};

/** Events of one step that one slice may have. */
const MOST_EVENTS_READ = 100_000;
/** Weighing a step stops here. */
const MOST_WEIGHED = 5000;

/**
 * The chains that begin in a slice of time, the newest first; "crowded" when it has too many events to be read at once.
 *
 * Their later events may lie after the slice. A chain that begins later and has the same end takes its place, so what follows is read, too.
 */
export async function readSlice(db: Executor, ready: Ready, slice: Span): Promise<FoundChain[] | "crowded"> {
  const { sequence, selections, machine, withinMs, knownTo } = ready;
  const span = { older: slice.older, newer: slice.newer + withinMs * (machine.isOpen ? 2 : 1) + 1 };
  const order = await byWeight(db, ready, span);
  if (order === null) return [];
  const steps: { n: number; events: FoundEvent[] }[] = [];
  let keys: ReadonlySet<string> | null = null;
  for (const n of order) {
    const selection = selections[n];
    const step = sequence.steps[n];
    if (selection === undefined || step === undefined) continue;
    const asked = { by: sequence.by, selection, span, most: MOST_EVENTS_READ };
    const events: FoundEvent[] = await readStepEvents(db, asked, keys);
    if (events.length > MOST_EVENTS_READ) return "crowded";
    steps.push({ n, events });
    if (!step.isAbsent) keys = enough(events, step.times, keys);
    if (keys?.size === 0) return [];
  }
  const floor = slice.older;
  const found: FoundChain[] = [];
  for (const [key, of] of byKey(steps, keys ?? new Set())) {
    for (const followed of followChains(of.events, machine, { withinMs, knownTo })) {
      const start = of.events[followed[0] ?? 0];
      if (start === undefined || start.at < floor || start.at >= slice.newer) continue;
      found.push(chainOf(key, of, followed, ready));
    }
  }
  return found.sort((one, other) =>
    one.start < other.start ? 1 : one.start > other.start ? -1 : one.key < other.key ? -1 : 1,
  );
}

/** The steps in the order in which they are read: the rarest first, absent ones last. Null when a step that must happen has no event. */
async function byWeight(db: Executor, { sequence, selections }: Ready, span: Span): Promise<number[] | null> {
  const weights = new Map<number, number>();
  for (const [n, { isAbsent }] of sequence.steps.entries()) {
    const selection = selections[n];
    if (isAbsent || selection === undefined) continue;
    const weight = selection.isIndexed
      ? await weighStep(db, { selection, span, most: MOST_WEIGHED })
      : MOST_WEIGHED + 1;
    if (weight === 0) return null;
    weights.set(n, weight);
  }
  const weightOf = (n: number) => weights.get(n) ?? Number.POSITIVE_INFINITY;
  return [...sequence.steps.keys()].sort((one, other) => {
    const [mine, theirs] = [weightOf(one), weightOf(other)];
    return mine === theirs ? one - other : mine - theirs;
  });
}

/** Who has at least so many of the events, among those who were left. */
function enough(events: readonly FoundEvent[], times: number, left: ReadonlySet<string> | null): Set<string> {
  const counts = new Map<string, number>();
  for (const { key } of events) if (left === null || left.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return new Set([...counts].flatMap(([key, count]) => (count >= times ? [key] : [])));
}

type OfKey = { events: StepEvent[]; memberOf: Map<string, string> };

/** The events of each key that is left, in order, each with the steps that found it. */
function byKey(steps: readonly { n: number; events: FoundEvent[] }[], keys: ReadonlySet<string>): Map<string, OfKey> {
  const found = new Map<string, { steps: Map<string, number>; memberOf: Map<string, string> }>();
  for (const { n, events } of steps) {
    for (const { id, key, member } of events) {
      if (!keys.has(key)) continue;
      const of = found.get(key) ?? { steps: new Map<string, number>(), memberOf: new Map<string, string>() };
      found.set(key, of);
      of.steps.set(id, (of.steps.get(id) ?? 0) | (1 << n));
      of.memberOf.set(id, member);
    }
  }
  const inOrder = new Map<string, OfKey>();
  for (const [key, { steps: masks, memberOf }] of found) {
    const ids = [...masks.keys()].sort();
    inOrder.set(key, { events: ids.map((id) => ({ id, at: idTime(id), steps: masks.get(id) ?? 0 })), memberOf });
  }
  return inOrder;
}

function chainOf(
  key: string,
  { events, memberOf }: OfKey,
  followed: Followed,
  { sequence, machine }: Ready,
): FoundChain {
  const ids = followed.map((at) => events[at]?.id ?? "");
  return {
    key,
    start: ids[0] ?? "",
    end: ids.at(-1) ?? "",
    steps: sequence.steps.map((_, n) => ids.filter((_id, place) => machine.stepOf[place] === n)),
    members: [...new Set(ids.map((id) => memberOf.get(id) ?? ""))],
  };
}
