import { sql } from "drizzle-orm";
import { bounded } from "../../bounded.ts";
import { databaseTime } from "../../database-time.ts";
import type { Db } from "../../db.ts";
import { allOf } from "../../event-storage/conditions/selection.ts";
import { selectEvents } from "../../event-storage/select-events.ts";
import { idRows } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { OfPlan } from "../../vocabulary/republish-order.ts";
import type { LateEvents } from "../../vocabulary/republish-plan.ts";
import { isInBound, wasSlippedIn } from "./bound.ts";
import { readCount } from "./count-state.ts";
import { readPlanToken } from "./plan-token.ts";
import { selectedRows } from "./selected-rows.ts";

/** A page asks for it again and again: what takes longer is left to the job, which counts it as it writes its set down. */
const LIMIT_MS = 1000;

/** So many of them are named. */
const NAMED = 20;

type Found = { count: number; slippedIn: number; ids: string[] };

/**
 * What has become of a plan since it was made: events that its selection means and that happened before it, but were committed after it.
 * They are outside of its set. The members of those that are named are recorded as seen.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @returns `count` is null when it took too long to find out.
 * @throws DomainError "forbidden"; "not-found" for what nobody planned: what it finds was looked for there.
 */
export async function lateEvents(db: Db, actor: Actor, plan: OfPlan): Promise<Recorded<LateEvents>> {
  requirePermission(actor, "republish:see");
  const { selection, layer, target, token } = plan;
  const bound = readPlanToken(token);
  await readCount(db, plan);
  const { from, where } = await selectedRows(db, { selection, layer });
  const isLate = sql`not ${isInBound(bound)} and e.id < event.id_floor(${bound.asOf}::timestamptz)`;
  const rows = await bounded(db, { ms: LIMIT_MS }, (tx) =>
    tx.execute<Found>(sql`
      with late as materialized (select e.id, ${wasSlippedIn(bound)} as slipped_in from ${from} where ${allOf([...where, isLate])})
      select count(*)::float8 as count, count(*) filter (where l.slipped_in)::float8 as "slippedIn",
             coalesce((array_agg(l.id::text order by l.id desc))[1:${NAMED}::int], '{}') as ids from late l`),
  );
  const { count, slippedIn, ids } = rows?.[0] ?? { count: null, slippedIn: 0, ids: [] };
  const events = await selectEvents(db, idRows(ids));
  const answer = { count, slippedIn, events, asOf: await databaseTime(db) };
  return showRecorded(db, actor, {
    act: "republish.late",
    memberIds: [...new Set(events.map(({ memberId }) => memberId))],
    what: { layer, target, selected: Object.keys(selection), count },
    answer,
    isFound: events.length > 0,
  });
}
