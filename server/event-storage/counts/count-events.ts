import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Waiting } from "../../bounded.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { type EventCounts, edgesOf, stackings, unitOf } from "../../vocabulary/explore/histogram.ts";
import { zones } from "../../vocabulary/time/time-zone.ts";
import type { Selection } from "../conditions/selection.ts";
import { readWhileWaited } from "../search/read-while-waited.ts";
import { beginCount, countQuestionSchema, findSample } from "./count-question.ts";
import { areKept, type CountOfBar, countBars, type Span, spanOf } from "./kept-counts.ts";
import { stacksOf } from "./stacks-of.ts";

/** Which events to count, by what to colour the bars, and in which zone days begin. */
export const countEventsSchema = countQuestionSchema.extend({
  by: z.enum(stackings).default("family"),
  zone: z.enum(zones).default("Asia/Seoul"),
});
type Asked = z.infer<typeof countEventsSchema>;

type Counted = Omit<EventCounts, "asOf">;

/**
 * Counts the events that conditions find and a policy lets through, and says when they happened.
 *
 * Of a period, actions and families all are counted, exactly. Of everything else the newest found are looked at: exact where
 * these are all, else a floor, and the bars are those of the newest. The look is recorded before it is answered.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @param waiting who waits for the answer: once nobody does, the counting ends, and nothing was shown.
 * @throws DomainError as searchEvents does.
 */
export async function countEvents(
  db: Executor,
  actor: Actor,
  asked: Asked,
  waiting?: Waiting,
): Promise<Recorded<EventCounts>> {
  const { selection, personFound, what, asOf } = await beginCount(db, actor, asked, "event.count");
  const counted = await readWhileWaited(db, waiting, (reader) => countOf(reader, selection, asked));
  if (counted.count > 0) await personFound();
  const answer: EventCounts = { ...counted, asOf };
  return showRecorded(db, actor, { act: "event.count", memberIds: [], what, answer, isFound: counted.count > 0 });
}

/** What countEvents answers, without its record. */
export async function countOf(db: Executor, selection: Selection, asked: Asked): Promise<Counted> {
  const span = await spanOf(db, selection);
  if (span === null) return { count: 0, isFloor: false, histogram: null };
  if (asked.policy === undefined && areKept(asked.conditions)) return countKept(db, selection, span, asked);
  return countFound(db, selection, span, asked);
}

async function countKept(db: Executor, { drivers }: Selection, span: Span, { by, zone }: Asked): Promise<Counted> {
  const unit = unitOf(span.fromMs, span.toMs);
  const edges = edgesOf(span.fromMs, span.toMs, { unit, zone });
  const rows = await countBars(db, { ...span, edges, actions: drivers.actions });
  return {
    count: rows.reduce((sum, { n }) => sum + n, 0),
    isFloor: false,
    histogram: { unit, edges: edges.map(isoOf), stacks: stacksOf(rows, { by, bars: edges.length - 1 }), of: "all" },
  };
}

async function countFound(db: Executor, selection: Selection, span: Span, asked: Asked): Promise<Counted> {
  const { by, zone } = asked;
  const { ids, looked, isWhole } = await findSample(db, selection, asked);
  const found = await db.execute<{ ms: number; action: string; family: string }>(sql`
    select floor(extract(epoch from uuid_extract_timestamp(e.id)) * 1000)::float8 as ms, a.name as action, a.family
      from (${ids}) k join event.member_event e on e.id = k.id join event.action a on a.id = e.action_id order by e.id desc`);
  const oldest = found.at(-1);
  if (oldest === undefined) return { count: 0, isFloor: !isWhole, histogram: null };
  const fromMs = isWhole && selection.period.start !== null ? span.fromMs : oldest.ms;
  const toMs = Math.max(span.toMs, (found[0]?.ms ?? 0) + 1);
  const unit = unitOf(fromMs, toMs);
  const edges = edgesOf(fromMs, toMs, { unit, zone });
  const rows = found.map(({ ms, action, family }): CountOfBar => ({ bar: barOf(ms, edges), action, family, n: 1 }));
  return {
    count: looked,
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
