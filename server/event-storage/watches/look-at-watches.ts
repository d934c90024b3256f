import { type SQL, sql } from "drizzle-orm";
import { bounded } from "../../bounded.ts";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import { conditionsSchema } from "../../vocabulary/condition-schema.ts";
import { askedPolicySchema } from "../../vocabulary/explore/saved-view.ts";
import type { Threshold, WatchFailure } from "../../vocabulary/explore/watch.ts";
import { may, type Role } from "../../vocabulary/roles.ts";
import { sequenceSchema } from "../../vocabulary/sequence/sequence-schema.ts";
import { type Crossing, findCrossings, type Match } from "./crossings.ts";
import { watchMatches } from "./watch-matches.ts";

/** A watch is looked at this often. */
const EVERY_S = 30;
/** Reading what one watch asks ends after this. */
const LOOK_LIMIT_MS = 10_000;
/** Events may be stored this much after they happened; what two looks see of one crossing within this is one find. */
const OVERLAP_MS = 10 * 60_000;
/** Members and events that a find keeps; the rest is counted. */
const MOST_KEPT = 50;

type Row = Threshold & {
  id: string;
  role: Role;
  isDisabled: boolean;
  isOpen: boolean;
  conditions: unknown;
  policy: unknown;
  sequence: unknown;
  lookedTo: string;
  hasHost: boolean;
};

/**
 * Looks at the watch that has waited longest, if one is due: what its owner may still ask is asked, and each crossing of its threshold becomes one
 * find, recorded in the owner's name. What could not be looked at says since when and why, and is caught up with later.
 *
 * In one transaction that holds the watch: of two workers one looks, and a killed one leaves nothing half done. A find is unique in the database.
 *
 * @returns whether a watch was due, and what it found.
 */
export async function lookAtNextWatch(db: Executor): Promise<{ looked: boolean; finds: number }> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`);
    const watch = await takeDueWatch(tx);
    if (watch === undefined) return { looked: false, finds: 0 };
    const asOf = await databaseTime(tx);
    const crossings = await crossingsOf(tx, watch, asOf);
    if (!Array.isArray(crossings)) {
      await tx.execute(sql`
        update staff.watch set looked_at = clock_timestamp(), failing_since = coalesce(failing_since, clock_timestamp()), failure = ${crossings}
         where id = ${watch.id}::uuid`);
      return { looked: true, finds: 0 };
    }
    let finds = 0;
    for (const crossing of crossings) if (await keepFind(tx, watch, crossing)) finds += 1;
    await tx.execute(sql`
      update staff.watch set looked_at = clock_timestamp(), looked_to = ${asOf}::timestamptz, failing_since = null, failure = null
       where id = ${watch.id}::uuid`);
    return { looked: true, finds };
  });
}

async function takeDueWatch(tx: Executor): Promise<Row | undefined> {
  const [watch] = await tx.execute<Row>(sql`
    select w.id::text as id, w.measure, w.per, w.more_than as "moreThan", w.window_s as "windowSeconds",
           a.role, a.disabled_at is not null as "isDisabled",
           v.account_id = w.account_id or v.audience = 'team' as "isOpen", v.conditions, v.policy, v.sequence,
           to_char(w.looked_to at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lookedTo", w.host_id is not null as "hasHost"
      from staff.watch w join staff.account a on a.id = w.account_id join staff.saved_view v on v.id = w.view_id
     where w.paused_at is null and (w.looked_at is null or w.looked_at < clock_timestamp() - make_interval(secs => ${EVERY_S}))
     order by w.looked_at nulls first, w.id limit 1 for update of w skip locked`);
  return watch;
}

async function crossingsOf(tx: Executor, watch: Row, asOf: string): Promise<Crossing[] | WatchFailure> {
  if (watch.isDisabled || !may(watch.role, "event:search")) return "owner";
  if (!watch.isOpen) return "view";
  const since = Date.parse(watch.lookedTo) - OVERLAP_MS;
  const windowMs = watch.windowSeconds * 1000;
  const asked = {
    question: {
      conditions: conditionsSchema.parse(watch.conditions),
      policy: watch.policy === null ? null : askedPolicySchema.parse(watch.policy),
      sequence: watch.sequence === null ? null : sequenceSchema.parse(watch.sequence),
    },
    per: watch.per,
    from: new Date(since - windowMs).toISOString(),
    asOf,
  };
  const matches = await bounded<Match[] | "many" | "slow">(tx, { ms: LOOK_LIMIT_MS }, (reader) =>
    watchMatches(reader, asked),
  );
  if (matches === null) return "slow";
  if (!Array.isArray(matches)) return matches;
  return findCrossings(matches, { ...watch, windowMs }).filter(({ at }) => at > since);
}

/** Keeps a find once: late events may let two looks see one crossing at two events. */
async function keepFind(tx: Executor, watch: Row, crossing: Crossing): Promise<boolean> {
  const { subject, match, at, amount, members, events } = crossing;
  const moment: SQL = sql`to_timestamp(${at / 1000}::float8)`;
  const kept = await tx.execute<{ id: string }>(sql`
    insert into staff.watch_find (watch_id, subject, match, at, amount, member_ids, event_ids, call_state, call_next_at)
    select ${watch.id}::uuid, ${subject}, ${match}::uuid, ${moment}, ${amount}, ${textArray(members.slice(0, MOST_KEPT))},
           ${textArray(events.slice(-MOST_KEPT))}::uuid[], ${watch.hasHost ? "due" : null}, ${watch.hasHost ? sql`clock_timestamp()` : sql`null`}
     where not exists (
       select from staff.watch_find f where f.watch_id = ${watch.id}::uuid and f.subject = ${subject}
          and f.at between ${moment} - make_interval(secs => ${OVERLAP_MS / 1000}) and ${moment} + make_interval(secs => ${OVERLAP_MS / 1000}))
    on conflict (watch_id, subject, match) do nothing returning id::text as id`);
  if (kept.length === 0) return false;
  await tx.execute(sql`select staff.record_watch_find(${kept[0]?.id}::uuid)`);
  return true;
}
