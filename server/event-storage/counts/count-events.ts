import { sql } from "drizzle-orm";
import { z } from "zod";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { conditionsSchema } from "../../vocabulary/condition-schema.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { type EventCounts, edgesOf, type Stacking, stackings, unitOf } from "../../vocabulary/explore/histogram.ts";
import { type Zone, zones } from "../../vocabulary/time/time-zone.ts";
import { resolveConditions, type Selection } from "../conditions/selection.ts";
import { countPersonalTries } from "../search/count-personal-tries.ts";
import { recordableConditions } from "../search/recordable-conditions.ts";
import { findSample, SAMPLE } from "./found-sample.ts";
import { areKept, type CountOfBar, countBars, type Span, spanOf } from "./kept-counts.ts";
import { stacksOf } from "./stacks-of.ts";

/** Which events to count, by what to colour the bars, and in which zone days begin. */
export const countEventsSchema = z
  .object({
    conditions: conditionsSchema,
    by: z.enum(stackings).default("family"),
    zone: z.enum(zones).default("Asia/Seoul"),
  })
  .strict();
type Asked = z.infer<typeof countEventsSchema>;

type Counted = Omit<EventCounts, "asOf">;

/**
 * Counts the events that conditions find, and says when they happened.
 *
 * Of a period, actions and families all are counted, exactly. Of other conditions the newest 10,000 are looked at: exact
 * where these are all, else a floor, and the bars are those of the newest. The look is recorded before it is answered.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @throws DomainError as searchEvents does.
 */
export async function countEvents(db: Executor, actor: Actor, asked: Asked): Promise<Recorded<EventCounts>> {
  requirePermission(actor, "event:search");
  const { conditions, by, zone } = asked;
  const personFound = await countPersonalTries(db, actor, { conditions, act: "event.count" });
  const asOf = await databaseTime(db);
  const counted = await countOf(db, conditions, { by, zone });
  if (counted.count > 0) await personFound();
  const what = { conditions: await recordableConditions(db, conditions) };
  const answer: EventCounts = { ...counted, asOf };
  return showRecorded(db, actor, {
    act: "event.count",
    memberIds: [],
    what,
    answer,
    isFound: counted.count > 0,
  });
}

async function countOf(
  db: Executor,
  conditions: readonly Condition[],
  how: { by: Stacking; zone: Zone },
): Promise<Counted> {
  const selection = await resolveConditions(db, conditions);
  const span = await spanOf(db, selection);
  if (span === null) return { count: 0, isFloor: false, histogram: null };
  return areKept(conditions) ? countKept(db, selection, span, how) : countFound(db, selection, span, how);
}

async function countKept(
  db: Executor,
  { drivers }: Selection,
  span: Span,
  { by, zone }: { by: Stacking; zone: Zone },
): Promise<Counted> {
  const unit = unitOf(span.fromMs, span.toMs);
  const edges = edgesOf(span.fromMs, span.toMs, { unit, zone });
  const rows = await countBars(db, { ...span, edges, actions: drivers.actions });
  return {
    count: rows.reduce((sum, { n }) => sum + n, 0),
    isFloor: false,
    histogram: { unit, edges: edges.map(isoOf), stacks: stacksOf(rows, { by, bars: edges.length - 1 }), of: "all" },
  };
}

async function countFound(
  db: Executor,
  selection: Selection,
  span: Span,
  { by, zone }: { by: Stacking; zone: Zone },
): Promise<Counted> {
  const { ids, isPartial } = await findSample(db, selection);
  const found = await db.execute<{ ms: number; action: string; family: string }>(sql`
    select floor(extract(epoch from uuid_extract_timestamp(e.id)) * 1000)::float8 as ms, a.name as action, a.family
      from (${ids}) k join event.member_event e on e.id = k.id join event.action a on a.id = e.action_id order by e.id desc`);
  const looked = found.slice(0, SAMPLE);
  const isWhole = looked.length === found.length && !isPartial;
  const oldest = looked.at(-1);
  if (oldest === undefined) return { count: 0, isFloor: isPartial, histogram: null };
  const fromMs = isWhole && selection.period.start !== null ? span.fromMs : oldest.ms;
  const toMs = Math.max(span.toMs, (looked[0]?.ms ?? 0) + 1);
  const unit = unitOf(fromMs, toMs);
  const edges = edgesOf(fromMs, toMs, { unit, zone });
  const rows = looked.map(({ ms, action, family }): CountOfBar => ({ bar: barOf(ms, edges), action, family, n: 1 }));
  return {
    count: looked.length,
    isFloor: !isWhole,
    histogram: {
      unit,
      edges: edges.map(isoOf),
      stacks: stacksOf(rows, { by, bars: edges.length - 1 }),
      of: isWhole ? "all" : "newest",
    },
  };
}

/** The number of the bar, from 1, that a moment lies in. */
function barOf(ms: number, edges: readonly number[]): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
