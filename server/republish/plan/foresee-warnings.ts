import { sql } from "drizzle-orm";
import { bounded } from "../../bounded.ts";
import type { Executor } from "../../db.ts";
import { eventOf } from "../../event-storage/event-of.ts";
import { textArray } from "../../sql-values.ts";
import { ALL } from "../../vocabulary/choices/send-choices.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { FanOut, PlanWarning } from "../../vocabulary/republish-plan.ts";
import type { SetParts } from "./plan-set.ts";

/** So long the events' histories are looked at while somebody waits for the plan. */
const HISTORY_LIMIT_MS = 3000;

type Given = { layer: LayerName; target: string; set: SetParts; fanOut: readonly FanOut[] };

/**
 * What somebody should know before these events are sent again, with its number; nothing that is not so is said. That it took too long to look
 * at what became of the members since is a warning of its own.
 *
 * @param historyMs how long that is looked at.
 */
export async function foreseeWarnings(
  tx: Executor,
  given: Given,
  { historyMs = HISTORY_LIMIT_MS }: { historyMs?: number | undefined } = {},
): Promise<PlanWarning[]> {
  const { layer, set } = given;
  const ofAll = (isOne: (part: SetParts["parts"][number]) => boolean) =>
    set.parts.filter(isOne).reduce((sum, { count }) => sum + count, 0);
  const exact = { isEstimate: false };
  const found: PlanWarning[] = [
    { kind: "imported", count: ofAll(({ isImported }) => isImported), ...exact },
    {
      kind: "not external",
      count: layer === "external" ? ofAll(({ isImported, isExternal }) => !isImported && !isExternal) : 0,
      ...exact,
    },
    ...aboutReceivers(given),
    ...((await bounded(tx, { ms: historyMs }, (limited) => aboutHistory(limited, given))) ?? [notLookedAt(given)]),
  ];
  return found.filter(({ count }) => count > 0);
}

function notLookedAt({ set: { parts } }: Given): PlanWarning {
  return { kind: "history not looked at", count: parts.reduce((sum, { count }) => sum + count, 0), isEstimate: false };
}

function aboutReceivers({ target, fanOut }: Given): PlanWarning[] {
  const receivers = fanOut.filter(({ receives }) => receives > 0);
  const most = Math.max(0, ...fanOut.map(({ receives, drops }) => receives + drops));
  const warnings: PlanWarning[] = [];
  const addressed = fanOut.find(({ id }) => id === target);
  if (addressed) {
    warnings.push({ kind: "target drops", target, count: addressed.drops, isEstimate: addressed.isEstimate });
    const others = receivers.filter(({ id }) => id !== target);
    warnings.push({
      kind: "others receive",
      names: others.map(({ id }) => id),
      count: Math.max(0, ...others.map(({ receives }) => receives)),
      isEstimate: others.some(({ isEstimate }) => isEstimate),
    });
  }
  if (target === ALL && receivers.length === 0)
    warnings.push({ kind: "nobody receives", count: most, isEstimate: false });
  const acting = receivers.filter(
    ({ placement, replayRule }) => placement === "internal" && (replayRule === "again" || replayRule === "if-recent"),
  );
  warnings.push({
    kind: "may raise new events",
    names: acting.map(({ id }) => id),
    count: Math.max(0, ...acting.map(({ receives }) => receives)),
    isEstimate: acting.some(({ isEstimate }) => isEstimate),
  });
  const knowing = receivers.filter(({ handled }) => handled !== null && handled > 0);
  warnings.push({
    kind: "handled already",
    names: knowing.map(({ id }) => id),
    count: Math.max(0, ...knowing.map(({ handled }) => handled ?? 0)),
    isEstimate: knowing.length > 0 && fanOut.some(({ isEstimate }) => isEstimate),
  });
  return warnings;
}

type History = { changed: number; members: number; newer: number; before: number; times: number; erased: number };

/** Asked of the events that stand for the set, and weighed to its size. */
async function aboutHistory(tx: Executor, { layer, set }: Given): Promise<PlanWarning[]> {
  const { looked, isSample, parts } = set;
  if (looked.length === 0) return [];
  const [row] = await tx.execute<History>(sql`
    with looked as materialized (
      select e.id, e.member_id, e.attributes from unnest(${textArray(looked)}::uuid[]) k(id) cross join lateral ${eventOf(sql`k.id`)} e),
    newest as (select distinct on (l.member_id) l.member_id, l.id from looked l order by l.member_id, l.id desc),
    changed as (
      select n.member_id from newest n where exists (
        select from event.member_event o join event.action c on c.id = o.action_id
         where o.member_id = n.member_id and o.id > n.id and c.family <> 'sign-in' and o.attributes <> '{}')),
    newer as (
      select l.id from looked l where l.attributes <> '{}' and exists (
        select from event.member_event o where o.member_id = l.member_id and o.id > l.id
           and o.attributes ?| array(select jsonb_object_keys(l.attributes)))),
    before as (select i.event_id, count(*) as n from looked l join republish.item i on i.event_id = l.id and i.sent_at is not null group by 1)
    select (select count(*)::float8 from changed) as changed, (select count(*)::float8 from newest) as members, (select count(*)::float8 from newer) as newer,
           (select count(*)::float8 from looked l join event.erased_member x on x.member_id = l.member_id and x.tombstone_id <> l.id) as erased,
           (select count(*)::float8 from before) as before, (select coalesce(max(n), 0)::float8 from before) as times`);
  if (!row) return [];
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const weigh = (n: number) => (isSample ? Math.round((n * total) / looked.length) : n);
  const common = { isEstimate: isSample };
  return [
    ...(layer === "external"
      ? [{ kind: "changed since" as const, count: weigh(row.changed), members: weigh(row.members), ...common }]
      : []),
    { kind: "erased", count: weigh(row.erased), ...common },
    { kind: "newer of the same", count: weigh(row.newer), ...common },
    { kind: "republished before", count: weigh(row.before), times: row.times, ...common },
  ];
}
