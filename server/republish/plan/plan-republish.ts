import { sql } from "drizzle-orm";
import { bounded } from "../../bounded.ts";
import { isoTime } from "../../database-time.ts";
import type { Db, Executor } from "../../db.ts";
import { countPersonalTries } from "../../event-storage/search/count-personal-tries.ts";
import { selectEvents } from "../../event-storage/select-events.ts";
import { idRows } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { selectSubscribers } from "../../subscribers/select-subscribers.ts";
import { HIGHEST_RATE } from "../../vocabulary/choices/send-choices.ts";
import type { PlanRequest } from "../../vocabulary/republish-order.ts";
import type { RepublishPlan } from "../../vocabulary/republish-plan.ts";
import { isFixed } from "../../vocabulary/republish-selection.ts";
import { approvalFor, orderedInDay } from "./approval-limit.ts";
import { type PlanBound, readBound } from "./bound.ts";
import { countedSet } from "./count-on.ts";
import { foreseeFanOut } from "./fan-out.ts";
import { foreseeWarnings } from "./foresee-warnings.ts";
import { keepPlan } from "./keep-plan.ts";
import { type PlanSet, readSet } from "./plan-set.ts";
import { readPlanToken, writePlanToken } from "./plan-token.ts";
import { receiversOf } from "./require-receiver.ts";
import { selectedRows } from "./selected-rows.ts";

/** Somebody waits for the answer; what takes longer to count is counted on by slices, or when it is frozen. */
const COUNT_LIMIT_MS = 5000;

const SAMPLES = 20;

/**
 * Says what a job would do: exactly which events as of now, to whom they would go, how long it takes, and what to know before.
 * All of it is read in one snapshot, which is the job's bound. The members of the samples are recorded as seen.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @param countMs how long the set is counted while somebody waits; `historyMs`: how long what became of its members since is looked at.
 * @throws DomainError "forbidden"; "bad-input" for a target, policy or subscriber that does not exist;
 *   "too-many" when more personal values were asked for than a person at work does: a plan tells what a mask hides as a search does.
 */
export async function planRepublish(
  db: Db,
  actor: Actor,
  request: PlanRequest,
  { countMs = COUNT_LIMIT_MS, historyMs }: { countMs?: number; historyMs?: number } = {},
): Promise<Recorded<RepublishPlan>> {
  requirePermission(actor, "republish:see");
  const began = performance.now();
  const { layer, target, rate, counted } = request;
  const { conditions = [] } = request.selection;
  const personFound = await countPersonalTries(db, actor, { conditions, act: "republish.plan" });
  const receivers = await receiversOf(db, { layer, target });
  const read = await db.transaction(
    async (tx) => {
      const { bound, set } = await (counted === undefined
        ? countNow(tx, request, countMs)
        : countedBefore(tx, request, counted));
      return { bound, set, ...(await foresee(tx, { ...request, set, historyMs })) };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
  const { bound, set, samples, fanOut, warnings, historyFrom } = read;
  if (set && set.count > 0) await personFound();
  const deliveries = set && set.count * receivers;
  const asOf = await timeOf(db, bound.asOf);
  const { limit, ordered } = await orderedInDay(db, actor, layer);
  const memberIds = [...new Set(samples.map(({ memberId }) => memberId))];
  const what = { layer, target, selected: Object.keys(request.selection), count: set?.count ?? null };
  const answer: RepublishPlan = {
    count: set?.count ?? null,
    sendable:
      set?.parts
        .filter(({ isImported, isExternal }) => !isImported && (layer === "internal" || isExternal))
        .reduce((sum, { count }) => sum + count, 0) ?? null,
    members: set?.members ?? null,
    first: set?.first ?? null,
    last: set?.last ?? null,
    asOf,
    token: writePlanToken({
      ...bound,
      count: set?.count ?? null,
      checksum: set?.checksum ?? null,
      isSlow: counted !== undefined,
    }),
    tookMs: Math.round(performance.now() - began),
    byAction: sumByAction(set?.parts ?? []),
    histogram: set?.histogram ?? [],
    samples: samples.slice(0, SAMPLES),
    rate,
    highestRate: HIGHEST_RATE,
    durationS: set && Math.ceil(set.count / rate),
    deliveries,
    receivers,
    approval: { isNeeded: approvalFor({ deliveries, ordered, limit }), limit, orderedInDay: ordered },
    fanOut,
    warnings,
    historyFrom,
  };
  return db.transaction(async (tx) => {
    await keepPlan(tx, actor, { ...request, token: answer.token }, answer);
    return showRecorded(tx, actor, { act: "republish.plan", memberIds, what, answer, isFound: samples.length > 0 });
  });
}

/** What is found of a set while somebody waits; null when it takes longer. */
async function countNow(
  tx: Executor,
  request: PlanRequest,
  ms: number,
): Promise<{ bound: PlanBound; set: PlanSet | null }> {
  const bound = await readBound(tx);
  const rows = await selectedRows(tx, request);
  return { bound, set: await bounded(tx, { ms }, (limited) => readSet(limited, rows)) };
}

/** A set that was counted on by the token of an earlier plan, whose bound it keeps. */
async function countedBefore(
  tx: Executor,
  request: PlanRequest,
  token: string,
): Promise<{ bound: PlanBound; set: PlanSet }> {
  const { snapshot, border, asOf } = readPlanToken(token);
  return { bound: { snapshot, border, asOf }, set: await countedSet(tx, { ...request, token }) };
}

type Foreseen = PlanRequest & { set: PlanSet | null; historyMs: number | undefined };

async function foresee(tx: Executor, { layer, target, selection, set, historyMs }: Foreseen) {
  const [oldest] = await tx.execute<{ at: string | null }>(
    sql`select ${isoTime(sql`uuid_extract_timestamp((select e.id from event.member_event e order by e.id limit 1))`)} as at`,
  );
  const historyFrom = oldest?.at ?? null;
  if (set === null) return { samples: [], fanOut: [], warnings: [], historyFrom };
  const subscribers = await selectSubscribers(tx, layer);
  const fanOut = await foreseeFanOut(tx, { layer, target, set, subscribers });
  const warnings = await foreseeWarnings(tx, { layer, target, set, fanOut }, { historyMs });
  const missing = isFixed(selection) ? new Set(selection.eventIds).size - set.count : 0;
  if (missing > 0) warnings.unshift({ kind: "not stored", count: missing, isEstimate: false });
  return { samples: await readSamples(tx, set.looked), fanOut, warnings, historyFrom };
}

/** The first and the last, and some between, newest first. */
async function readSamples(tx: Executor, ids: readonly string[]) {
  const sorted = [...ids].sort().reverse();
  const step = Math.max(1, (sorted.length - 1) / (SAMPLES - 1));
  const chosen = new Set(Array.from({ length: SAMPLES }, (_, n) => sorted[Math.round(n * step)]));
  return selectEvents(tx, idRows([...chosen].flatMap((id) => id ?? [])));
}

async function timeOf(db: Executor, time: string): Promise<string> {
  const [row] = await db.execute<{ at: string }>(sql`select ${isoTime(sql`${time}::timestamptz`)} as at`);
  return row?.at ?? time;
}

function sumByAction(parts: PlanSet["parts"]): RepublishPlan["byAction"] {
  const sums = new Map<string, RepublishPlan["byAction"][number]>();
  for (const { action, family, count } of parts) {
    const known = sums.get(action);
    sums.set(action, { action, family, count: count + (known?.count ?? 0) });
  }
  return [...sums.values()].sort((a, b) => b.count - a.count);
}
