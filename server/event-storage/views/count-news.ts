import { sql } from "drizzle-orm";
import { bounded } from "../../bounded.ts";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Db, Executor } from "../../db.ts";
import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import { narrowByPolicy } from "../../filter-policy/sql/narrow-by-policy.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import type { SavedView } from "../../vocabulary/explore/saved-view.ts";
import { resolveConditions, type Selection } from "../conditions/selection.ts";
import { findEvents } from "../search/find-events.ts";
import { policyCandidates } from "../search/policy-candidates.ts";
import { walkPolicy } from "../search/search-by-policy.ts";
import { listViews } from "./list-views.ts";

/** Counting one view stops here: whoever sees "99+" opens it. */
const MOST_NEWS = 99;
/** A view whose news cannot be counted in this time goes without; the first page must not wait for it. */
const TIME_LIMIT_MS = 250;
/** As many views are counted, those looked at last first. */
const MOST_VIEWS = 12;
/** Events may happen this much before they are stored; what comes later than that is not counted. */
const LATEST_STORING = "10 minutes";

/** How many events of a view were stored since its last look; `isMore` when counting stopped there. Null: not counted in time. */
export type ViewNews = { id: string; news: { count: number; isMore: boolean } | null };

/**
 * What is new in the saved views that the actor looked at before, in those looked at last. Bounded for each: it is a hint to
 * look, not a figure. Records that it was asked.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @throws DomainError "forbidden" when the actor may not search.
 */
export async function countNews(db: Db, actor: Actor): Promise<Recorded<{ views: ViewNews[]; asOf: string }>> {
  // What is new in a sequence a watch finds: counting it here would take longer than the first page may.
  const views = (await listViews(db, actor)).views.filter(({ sequence }) => sequence === null);
  const asOf = await databaseTime(db);
  const looked = views
    .flatMap((view) => (view.lookedAt === null ? [] : [{ ...view, lookedAt: view.lookedAt }]))
    .sort((one, other) => (one.lookedAt < other.lookedAt ? 1 : -1))
    .slice(0, MOST_VIEWS);
  const counted: ViewNews[] = [];
  for (const view of looked) counted.push({ id: view.id, news: await newsOf(db, view) });
  return showRecorded(db, actor, {
    act: "event-view.news",
    memberIds: [],
    what: { views: looked.map(({ name }) => name) },
    answer: { views: counted, asOf },
    isFound: counted.length > 0,
  });
}

type Looked = SavedView & { lookedAt: string };

async function newsOf(db: Db, view: Looked): Promise<ViewNews["news"]> {
  const found = await bounded(db, { ms: TIME_LIMIT_MS }, (tx) => findNews(tx, view));
  return found === null ? null : { count: Math.min(found, MOST_NEWS), isMore: found > MOST_NEWS };
}

/** How many, up to one more than is told; null when the time was up before. */
async function findNews(tx: Executor, { conditions, policy, lookedAt }: Looked): Promise<number | null> {
  const selection = await since(tx, await resolveConditions(tx, conditions), lookedAt);
  const wanted = MOST_NEWS + 1;
  if (policy === null) {
    const { ids, partial } = await findEvents(tx, selection, { cursor: undefined, limit: wanted });
    if (partial) return null;
    const [row] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from (${ids}) found`);
    return row?.count ?? 0;
  }
  const parsed = parsePolicy(policy.text, policy.scope);
  if (parsed.policy === undefined) return null;
  const { layer } = policy;
  const source = await policyCandidates(tx, { selection, narrowing: narrowByPolicy(parsed.policy) });
  const asked = { policy: parsed.policy, layer, wanted, timeLimitMs: TIME_LIMIT_MS };
  const { ids, partial } = await walkPolicy(tx, source, asked);
  return partial ? null : Math.min(ids.length, wanted);
}

/** The part of a selection that was stored since a time, found by the time of happening. */
async function since(tx: Executor, selection: Selection, at: string): Promise<Selection> {
  const [row] = await tx.execute<{ floor: string }>(
    sql`select ${isoTime(sql`(${at}::timestamptz - ${LATEST_STORING}::interval)`)} as floor`,
  );
  const floor = row?.floor ?? at;
  const { start, end } = selection.period;
  return {
    ...selection,
    conditions: [...selection.conditions, sql`e.stored_at > ${at}::timestamptz`],
    period: { start: start !== null && start > floor ? start : floor, end },
  };
}
