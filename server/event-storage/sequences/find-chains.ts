import { sql } from "drizzle-orm";
import { bounded, type Waiting } from "../../bounded.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { periodOf } from "../../vocabulary/read-condition-value.ts";
import type { Sequence } from "../../vocabulary/sequence/sequence.ts";
import { resolveConditions, type Selection } from "../conditions/selection.ts";
import { machineOf } from "./follow-chains.ts";
import { type FoundChain, readSlice } from "./read-slice.ts";
import { idFloor, idTime, type Span } from "./step-events.ts";

/** Looking ends after this, and the answer says that it is partial. */
const TIME_LIMIT_MS = 4000;
/** The newest part of the period, looked through first; each further one is longer, and one with too many events is parted. */
const FIRST_SLICE_MS = 24 * 3_600_000;
const SHORTEST_SLICE_MS = 10 * 60_000;
const STEP = 4;
/** As in `withinPages`: no event lies further ahead. */
const AHEAD_MS = 31 * 24 * 3_600_000;

/** Chains, the newest beginning first. `cursor`: those that begin below this id were not looked for; null when none are left. */
export type FoundChains = { chains: FoundChain[]; cursor: string | null; partial: boolean };

type Asked = {
  /** Only chains that begin below this id. */
  cursor?: string | undefined;
  /** The moment up to which everything is taken to be known, ISO 8601. */
  asOf: string;
  /** Looking ends once a page is full: so many chains, or of so many members, devices or addresses. */
  mostChains: number;
  mostKeys: number;
  timeLimitMs?: number;
  waiting?: Waiting | undefined;
};

/**
 * Finds the chains of a sequence that begin in its period, newest first, by slices of time: each slice reads the rarest step first, and the
 * others of those whose events it has alone.
 *
 * @param db a pool whose statements are planned for their values, or a transaction of it.
 * @throws DomainError "bad-input" for a condition that the catalog does not allow, "conflict" once nobody waits for the answer.
 */
export async function findChains(db: Executor, sequence: Sequence, asked: Asked): Promise<FoundChains> {
  const began = performance.now();
  const limit = asked.timeLimitMs ?? TIME_LIMIT_MS;
  const selections: Selection[] = [];
  for (const { conditions } of sequence.steps) selections.push(await resolveConditions(db, conditions));
  const [machine, withinMs] = [machineOf(sequence.steps), sequence.withinSeconds * 1000];
  const ready = { sequence, selections, machine, withinMs, knownTo: Date.parse(asked.asOf) };
  const isCut = selections.some((selection) => selection.isCut);
  const { oldest, newest } = await boundsOf(db, sequence, asked);
  const chains: FoundChain[] = [];
  let newer = newest;
  for (let length = Math.max(FIRST_SLICE_MS, withinMs); newer > oldest; ) {
    if (isFull(chains, asked)) break;
    const left = Math.ceil(limit - (performance.now() - began));
    if (left <= 0) return { chains, cursor: idFloor(newer), partial: true };
    const slice: Span = { older: Math.max(newer - length, oldest), newer };
    const found = await bounded(db, { ms: left, waiting: asked.waiting }, (tx) => readSlice(tx, ready, slice));
    if (asked.waiting?.signal?.aborted) {
      throw new DomainError("conflict", "Nobody waited for the answer any more, so it was not read to its end.");
    }
    if (found === null || found === "crowded") {
      if (slice.newer - slice.older <= SHORTEST_SLICE_MS) return { chains, cursor: idFloor(newer), partial: true };
      length = Math.max(SHORTEST_SLICE_MS, Math.floor((slice.newer - slice.older) / (2 * STEP)));
      continue;
    }
    chains.push(...found.filter(({ start }) => asked.cursor === undefined || start < asked.cursor));
    newer = slice.older;
    length *= STEP;
  }
  const page = cutToPage(chains, asked);
  const isWhole = page.length === chains.length && newer <= oldest;
  const cursor = isWhole ? null : page.length < chains.length ? (page.at(-1)?.start ?? null) : idFloor(newer);
  return { chains: page, cursor, partial: isCut };
}

/** Where the first events of chains may lie, in milliseconds. */
async function boundsOf(
  db: Executor,
  { period }: Sequence,
  { cursor, asOf }: Asked,
): Promise<{ oldest: number; newest: number }> {
  const { start, end } = period === null ? { start: null, end: null } : periodOf(period);
  const [row] = await db.execute<{ oldest: number | null; start: number | null; end: number | null }>(sql`
    select (select extract(epoch from min(r.from_day)::timestamp at time zone 'UTC') * 1000 from event.partition_range r)::float8 as oldest,
           (extract(epoch from ${start}::timestamptz) * 1000)::float8 as start, (extract(epoch from ${end}::timestamptz) * 1000)::float8 as end`);
  const newest = Math.min(row?.end ?? Number.POSITIVE_INFINITY, Date.parse(asOf) + AHEAD_MS);
  return {
    oldest: Math.max(row?.start ?? 0, row?.oldest ?? newest),
    newest: cursor === undefined ? newest : Math.min(newest, idTime(cursor) + 1),
  };
}

function isFull(chains: readonly FoundChain[], { mostChains, mostKeys }: Asked): boolean {
  return chains.length >= mostChains || new Set(chains.map(({ key }) => key)).size >= mostKeys;
}

/** As many as a page holds, the newest. */
function cutToPage(chains: readonly FoundChain[], { mostChains, mostKeys }: Asked): FoundChain[] {
  const keys = new Set<string>();
  const page: FoundChain[] = [];
  for (const chain of chains) {
    keys.add(chain.key);
    if (page.length >= mostChains || keys.size > mostKeys) break;
    page.push(chain);
  }
  // Chains of two keys may begin with events of one id's moment, never with one event: the cursor tells them apart.
  return page;
}
