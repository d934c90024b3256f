import { sql } from "drizzle-orm";
import { bounded } from "../../bounded.ts";
import type { Db, Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { textArray } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { OfPlan } from "../../vocabulary/republish-order.ts";
import type { CountProgress } from "../../vocabulary/republish-plan.ts";
import { type Bound, isInBound } from "./bound.ts";
import { type CountState, keepCount, readCount, startCount } from "./count-state.ts";
import { barsOf, edgesOf, LOOKED_AT, type PlanSet, selectParts, sumParts } from "./plan-set.ts";
import { readPlanToken } from "./plan-token.ts";
import { type IdRange, selectedRows } from "./selected-rows.ts";
import { idFloor, periodOf } from "./set-period.ts";

/** So long one call counts; then it tells how far it is. */
const TURN_MS = 1000;

/** How long a slice should take, and after how long it is ended and tried narrower. */
const SLICE_MS = 300;
const SLICE_LIMIT_MS = 4000;

/**
 * Counts on, for about a second, what a plan could not count while somebody waited: slice by slice over the set's time, within the
 * plan's bound. How far it is stays with the plan: whoever asks again goes on there, and whoever asks no more has stopped it.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @throws DomainError "forbidden"; "not-found" for what nobody planned; "busy" when not even a moment of it can be counted now.
 */
export async function countOn(
  db: Db,
  actor: Actor,
  request: OfPlan,
  { signal, turnMs = TURN_MS }: { signal?: AbortSignal | undefined; turnMs?: number } = {},
): Promise<CountProgress> {
  requirePermission(actor, "republish:see");
  const bound = readPlanToken(request.token);
  const before = await readCount(db, request);
  let state = before ?? startCount(await periodOf(db, request.selection, bound));
  const began = performance.now();
  while (!state.isDone && signal?.aborted !== true) {
    state = await countSlice(db, { request, bound, state });
    if (performance.now() - began >= turnMs) break;
  }
  await keepCount(db, request, before, state);
  const { sums, isDone, oldestMs, newestMs, nextMs } = (await readCount(db, request)) ?? state;
  const share = isDone ? 1 : Math.max(0, (nextMs - oldestMs) / Math.max(1, newestMs - oldestMs));
  return { counted: sums.count, share: Math.min(1, share), isDone };
}

type Slice = { request: OfPlan; bound: Bound; state: CountState };

async function countSlice(db: Db, { request, bound, state }: Slice): Promise<CountState> {
  const { nextMs, oldestMs, newestMs, widthMs, spans } = state;
  const highMs = nextMs + widthMs;
  const isDone = highMs > newestMs;
  const range = {
    low: nextMs === oldestMs ? undefined : idFloor(nextMs),
    high: isDone ? undefined : idFloor(highMs),
  };
  const began = performance.now();
  const rows = await bounded(db, { ms: SLICE_LIMIT_MS }, (tx) => readSlice(tx, { request, bound, state }, range));
  if (rows === null) return narrower(state);
  const wider = Math.min(4, Math.max(0.25, SLICE_MS / Math.max(1, performance.now() - began)));
  const sums = sumParts(rows, state.sums);
  const found = [...spans];
  for (const { span, count } of rows) found[span] = (found[span] ?? 0) + count;
  const thinned = await thinOut(db, { every: state.every, looked: sums.looked });
  return {
    ...{ oldestMs, newestMs, isDone, spans: found, every: thinned.every, sums: { ...sums, looked: thinned.looked } },
    ...{ nextMs: isDone ? newestMs + 1 : highMs, widthMs: Math.max(1, Math.ceil(widthMs * wider)) },
  };
}

async function readSlice(
  tx: Executor,
  { request: { selection, layer }, bound, state: { oldestMs, newestMs, every } }: Slice,
  range: IdRange,
) {
  const { from, where } = await selectedRows(tx, { selection, layer, range });
  const edges = await edgesOf(tx, { first: iso(oldestMs), last: iso(newestMs) });
  return selectParts(tx, { from, where: [...where, isInBound(bound)] }, { edges, every });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function narrower(state: CountState): CountState {
  if (state.widthMs > 1) return { ...state, widthMs: Math.max(1, Math.floor(state.widthMs / 8)) };
  throw new DomainError(
    "busy",
    "Not even a moment of this set could be counted in time: the database has too much to do. Go on counting later, or narrow the conditions.",
  );
}

/** Fewer of those that stand for the set, still evenly chosen: the larger the set has become, the fewer of it. */
async function thinOut(db: Executor, { every, looked }: { every: number; looked: string[] }) {
  if (looked.length <= 2 * LOOKED_AT) return { every, looked };
  const rarer = every * 2 ** Math.ceil(Math.log2(looked.length / (2 * LOOKED_AT)));
  const rows = await db.execute<{ id: string }>(sql`
    select k.id::text as id from unnest(${textArray(looked)}::uuid[]) k(id) where uuid_hash_extended(k.id, 7) % ${rarer}::int = 0`);
  return { every: rarer, looked: rows.map(({ id }) => id) };
}

/**
 * What counting found, as a plan asks it. Of whom the events are was not counted: members of one slice come again in another.
 *
 * @throws DomainError "conflict" as long as the set is not counted to its end.
 */
export async function countedSet(tx: Executor, request: OfPlan): Promise<PlanSet> {
  const state = await readCount(tx, request);
  if (state === null || !state.isDone) {
    throw new DomainError(
      "conflict",
      "This set is not counted to its end yet. Go on with republish.countOn until it is done.",
      {
        field: "counted",
      },
    );
  }
  const { sums, every, spans, oldestMs, newestMs } = state;
  const counted = spans.map((count, span) => ({ count, span }));
  const bars = barsOf(await edgesOf(tx, { first: iso(oldestMs), last: iso(newestMs) }), counted);
  const isFull = ({ count }: { count: number }) => count > 0;
  const histogram = bars.slice(Math.max(0, bars.findIndex(isFull)), bars.findLastIndex(isFull) + 1);
  return { ...sums, members: null, histogram, isSample: every > 1 };
}
