import { sql } from "drizzle-orm";
import type { z } from "zod";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { Watch, WatchFailure, WatchFind } from "../../vocabulary/explore/watch.ts";
import type { oneWatchSchema } from "../../vocabulary/explore/watch-schema.ts";
import { readableWatch } from "./change-watch.ts";

/** Finds of one watch that a list shows, the newest. */
const MOST_FINDS = 100;

type Row = Omit<Watch, "view" | "owner" | "isChangeable" | "host" | "failing"> & {
  viewId: string;
  viewName: string;
  isSequence: boolean;
  login: string;
  ownerName: string;
  hostId: string | null;
  hostUrl: string | null;
  isRevoked: boolean;
  failingSince: string | null;
  failure: WatchFailure | null;
};

/**
 * The watches whose finds the actor sees, their own first, with how many finds nobody has seen yet, and since when and why one could not be looked
 * at. Names no member.
 *
 * @throws DomainError "forbidden" when the actor may not search.
 */
export async function listWatches(db: Executor, actor: Actor): Promise<{ watches: Watch[]; asOf: string }> {
  requirePermission(actor, "event:search");
  const asOf = await databaseTime(db);
  const mine = sql`w.account_id = ${actor.accountId}::uuid`;
  const rows = await db.execute<Row>(sql`
    select w.id::text as id, v.id::text as "viewId", v.name as "viewName", v.sequence is not null as "isSequence", a.login, a.name as "ownerName",
           w.measure, w.per, w.more_than as "moreThan", w.window_s as "windowSeconds", w.audience, ${mine} as "isMine",
           h.id::text as "hostId", h.url as "hostUrl", h.revoked_at is not null as "isRevoked", ${isoTime(sql`w.paused_at`)} as "pausedAt",
           ${isoTime(sql`w.looked_at`)} as "lookedAt", ${isoTime(sql`w.failing_since`)} as "failingSince", w.failure,
           f.finds, f.unseen, ${isoTime(sql`f.last_at`)} as "lastFindAt"
      from staff.watch w join staff.account a on a.id = w.account_id join staff.saved_view v on v.id = w.view_id
      left join staff.registered_host h on h.id = w.host_id
      cross join lateral (select count(*)::int as finds, (count(*) filter (where x.seen_at is null))::int as unseen, max(x.at) as last_at
                            from staff.watch_find x where x.watch_id = w.id) f
     where ${mine} or w.audience = 'team' order by not ${mine}, lower(v.name), w.id`);
  return { watches: rows.map((row) => watchOf(row, actor)), asOf };
}

function watchOf(row: Row, { role }: Actor): Watch {
  const {
    viewId,
    viewName,
    isSequence,
    login,
    ownerName,
    hostId,
    hostUrl,
    isRevoked,
    failingSince,
    failure,
    ...watch
  } = row;
  return {
    ...watch,
    view: { id: viewId, name: viewName, isSequence },
    owner: { login, name: ownerName },
    isChangeable: watch.isMine || role === "admin",
    host: hostId === null || hostUrl === null ? null : { id: hostId, url: hostUrl, isRevoked },
    failing: failingSince === null || failure === null ? null : { since: failingSince, why: failure },
  };
}

type FindRow = Omit<WatchFind, "call"> & {
  callState: NonNullable<WatchFind["call"]>["state"] | null;
  callTries: number;
  callError: string | null;
};

/**
 * What a watch found, newest first, with the members and events of each. Recorded with every member shown before it is answered.
 *
 * @throws DomainError "forbidden" when the actor may not search, "not-found" for a watch that is not theirs to see.
 */
export async function watchFinds(
  db: Executor,
  actor: Actor,
  { id }: z.infer<typeof oneWatchSchema>,
): Promise<Recorded<{ finds: WatchFind[]; isWhole: boolean; asOf: string }>> {
  requirePermission(actor, "event:search");
  const { name } = await readableWatch(db, actor, id);
  const asOf = await databaseTime(db);
  const rows = await db.execute<FindRow>(sql`
    select f.id::text as id, f.subject, ${isoTime(sql`f.at`)} as at, ${isoTime(sql`f.found_at`)} as "foundAt", f.amount, f.member_ids as "memberIds",
           f.event_ids::text[] as "eventIds", ${isoTime(sql`f.seen_at`)} as "seenAt", a.name as "seenBy", f.call_state as "callState",
           f.call_tries as "callTries", f.call_error as "callError"
      from staff.watch_find f left join staff.account a on a.id = f.seen_by
     where f.watch_id = ${id}::uuid order by f.at desc, f.id desc limit ${MOST_FINDS + 1}`);
  const finds = rows.slice(0, MOST_FINDS).map(({ callState, callTries, callError, ...find }) => ({
    ...find,
    call: callState === null ? null : { state: callState, tries: callTries, error: callError },
  }));
  return showRecorded(db, actor, {
    act: "watch.finds",
    memberIds: [...new Set(finds.flatMap(({ memberIds }) => memberIds))],
    what: { name },
    answer: { finds, isWhole: rows.length <= MOST_FINDS, asOf },
    isFound: finds.length > 0,
  });
}
